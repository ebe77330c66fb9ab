"""Kafka from outside the agents: setting topics up and producing to them (kafka-python)."""
