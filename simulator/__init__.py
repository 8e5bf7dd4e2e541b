"""Stand-ins for LINE's platform and for OpenAI, on loopback, with a control API for tests.

They enforce the platforms' documented rules, so that a mistake fails a test here and not in
production. They sign, parse and validate on their own and import nothing of the code they test,
or a bug that both share would stay hidden. docs/simulator.md describes how to drive them.
"""
