"""How well the index answers, against judged questions, and against a plain mapping, on the real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import mean

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk as bulk_of_client

from pipeline.search.known_names import load_known_names
from pipeline.search.names import Names
from pipeline.search.request import Filters, Request
from pipeline.search.results import search_stories
from pipeline.settings import Settings
from pipeline.story.model import Story
from pipeline.story.rules import Rules
from tests.search.indexing import from_text, index_stories
from tests.search.relevance import Question, corpus, ndcg, questions, recall

DEPTH = 100
Answer = Callable[[Question], list[str]]


@pytest.mark.parametrize(
    ("found", "score"),
    [(["a", "b"], 1.0), (["b", "a"], 0.7101), (["x", "a", "b"], 0.6443), (["x", "y"], 0.0), ([], 0.0), (["a"], 0.9173)],
)
def test_the_measure_is_1_for_the_best_order_and_less_for_any_other(found: list[str], score: float) -> None:
    assert ndcg(found, {"a": 3, "b": 1}) == pytest.approx(score, abs=0.001)


def test_the_set_is_as_large_as_it_is_said_to_be() -> None:
    names = [text.name for text in corpus()]
    assert len(names) == len(set(names)) >= 600
    assert len(questions()) >= 80
    assert {one.language for one in questions()} == {None, "ar", "en", "fr", "de", "es", "pt"}
    assert all(set(one.worth) <= set(names) for one in questions())


@pytest.fixture(scope="module")
def stories(rules: Rules) -> list[Story]:
    """The corpus through the whole core."""
    return [from_text(rules, one.text, one.name, feed="made") for one in corpus()]


@pytest.fixture(scope="module")
def ours(library: Settings, client: Elasticsearch, stories: list[Story]) -> Answer:
    """Answers of `wire search`."""
    index_stories(library, stories)

    def answer(question: Question) -> list[str]:
        filters = Filters(language=(question.language,) if question.language else ())
        request = Request(question.typed, filters, size=DEPTH)
        found = search_stories(client, Names(library.index_prefix), request, load_known_names()).found
        return [one.uri.removeprefix("urn:wire:made:") for one in found]

    return answer


@pytest.fixture(scope="module")
def plain(library: Settings, client: Elasticsearch, stories: list[Story]) -> Iterator[Answer]:
    """Answers of a mapping with two `text` fields and the standard analyzer, asked by Elasticsearch's own syntax."""
    index = f"{library.index_prefix}plain"
    text = {"type": "text"}
    properties = {"headline": text, "body_text": text, "language": {"type": "keyword"}}
    client.indices.create(index=index, mappings={"properties": properties})
    actions = (
        {"_id": one.uri, "headline": one.headline, "body_text": one.body_text, "language": one.language}
        for one in stories
    )
    bulk_of_client(client, actions, index=index, refresh=True)

    def answer(question: Question) -> list[str]:
        asked = {"simple_query_string": {"query": question.typed, "fields": ["headline^3", "body_text"]}}
        only = [{"term": {"language": question.language}}] if question.language else []
        found = client.search(index=index, query={"bool": {"must": [asked], "filter": only}}, size=DEPTH)
        return [hit["_id"].removeprefix("urn:wire:made:") for hit in found["hits"]["hits"]]

    yield answer
    client.indices.delete(index=index)


@pytest.mark.stack
def test_judged_questions_are_answered_well_and_better_than_by_a_plain_mapping(ours: Answer, plain: Answer) -> None:
    asked = questions()
    found = [(one, ours(one)) for one in asked]
    scores = {f"{one.typed} ({one.language})": ndcg(names, one.worth) for one, names in found}
    worst = sorted(scores.items(), key=lambda pair: pair[1])[:8]
    our_score, our_recall = mean(scores.values()), mean(recall(names, one.worth) for one, names in found)
    theirs = [(one, plain(one)) for one in asked]
    plain_score = mean(ndcg(names, one.worth) for one, names in theirs)
    plain_recall = mean(recall(names, one.worth) for one, names in theirs)
    said = (
        f"nDCG@10 {our_score:.3f}, recall {our_recall:.3f}; plain {plain_score:.3f}, {plain_recall:.3f}; worst {worst}"
    )
    print(f"\n{len(asked)} questions: {said}")
    assert our_score >= 0.90, said
    assert our_score >= plain_score + 0.15, said
    assert our_recall >= max(0.85, plain_recall), said
