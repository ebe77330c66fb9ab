"""The Faust agents: they carry stories between Kafka, the pure core and Elasticsearch, and decide nothing."""
