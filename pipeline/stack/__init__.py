"""The real servers without Docker: Kafka and Elasticsearch from Python dependencies alone."""
