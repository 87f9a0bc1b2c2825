"""Answers are kept per reading and question, and no longer."""

from __future__ import annotations

from jinpai.apps.board.queries import recall


class Room:
    """Counts what it is asked."""

    def __init__(self, size: int = 1) -> None:
        self.asked = 0
        self.size = size

    def figures(self, **arguments):
        self.asked += 1
        return [(self.asked, arguments)] * self.size


def test_the_same_question_is_asked_once():
    room = Room()
    first = recall.ask(room, "figures", shop="S1", by=["day"])
    assert recall.ask(room, "figures", by=("day",), shop="S1") is first
    assert room.asked == 1


def test_another_question_or_another_reading_is_asked_anew():
    room, other = Room(), Room()
    recall.ask(room, "figures", shop="S1")
    recall.ask(room, "figures", shop="S2")
    recall.ask(other, "figures", shop="S1")
    assert (room.asked, other.asked) == (2, 1)


def test_the_oldest_answers_go_first():
    room = Room()
    for n in range(recall.KEPT + 1):
        recall.ask(room, "figures", n=n)
    recall.ask(room, "figures", n=recall.KEPT)
    assert room.asked == recall.KEPT + 1
    recall.ask(room, "figures", n=0)
    assert room.asked == recall.KEPT + 2


def test_a_large_answer_is_not_kept():
    room = Room(recall.LARGEST + 1)
    recall.ask(room, "figures")
    recall.ask(room, "figures")
    assert room.asked == 2
