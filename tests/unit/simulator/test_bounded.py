from simulator.bounded import Bounded


def test_the_oldest_is_forgotten() -> None:
    memory: Bounded[str, int] = Bounded(2)
    for number, name in enumerate("abca"):
        memory[name] = number
    assert memory == {"c": 2, "a": 3}
