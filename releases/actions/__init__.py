"""The verbs. Only here rows change, transactions open and history is written."""
