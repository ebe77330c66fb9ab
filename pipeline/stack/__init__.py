"""The real servers without Docker: Apache Kafka and Elasticsearch from Python dependencies alone."""

from pipeline.stack.failure import StackError
from pipeline.stack.stack import Stack, StackConfig

__all__ = ["Stack", "StackConfig", "StackError"]
