"""Kafka from outside the agents: setting topics up and producing to them (kafka-python)."""

BOOTSTRAP_MS = 5_000
"""How long a command tries to reach the first broker before it says that it can't. An agent tries for ever."""
