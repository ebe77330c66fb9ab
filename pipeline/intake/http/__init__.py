"""HTTP intake (`wire serve`): a story is posted, and answered 202 when Kafka has it."""
