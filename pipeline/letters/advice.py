"""What to do about a dead letter, for each reason. Pure."""

from __future__ import annotations

from pipeline.story.model import Reason

ADVICE: dict[Reason, str] = {
    "no-text": "Look at the original. If it is empty, ask the agency to send again, and close the letter. If text was "
    "overlooked, the parser is at fault: retry when it is mended.",
    "unreadable": "The bytes are damaged, or of another form than they say: ask the agency to send again, or mend the "
    "parser and retry. At stage index it is a story of another release's shape: retry with a release that reads it.",
    "unknown-format": "No parser takes it. Export it, turn it into a known format and produce it under the same name, "
    "or state the feed's format at intake.",
    "unsafe-markup": "The XML defines entities or reaches outside itself, and is never read so. Ask the agency.",
    "too-large": "It is larger than a story can be. Export it, see what it is, and produce its parts.",
    "no-identity": "Nothing in it and nothing at intake names the story. Export it, and produce the file under a name.",
    "mapping": "The index refused a field. Mend the mapping (a new index: wire replay stories --into …), then retry.",
    "bug": "The detail says where the core failed. Report it with the original; retry when a release mends it.",
}


def advice_for(reason: str) -> str:
    """A sentence for the operator."""
    known: dict[str, str] = {str(name): sentence for name, sentence in ADVICE.items()}
    return known.get(reason, "This release knows no such reason; look at the detail.")
