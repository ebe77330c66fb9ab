"""News-agency stories through Kafka and Faust into Elasticsearch.

`pipeline.story` is the pure core: bytes in, stories or rejections out, no I/O, no clock, no environment.
Everything else carries: `intake` into Kafka, `agents` through it, `search` into and out of Elasticsearch,
`stack` runs the real servers without Docker, `cli` is the command `wire`.
"""

__version__ = "0.1.0"
