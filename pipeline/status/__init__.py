"""Whether all is well: what Kafka and Elasticsearch say of the pipeline, and what of it an operator must act on."""
