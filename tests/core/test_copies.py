"""Copies are found, quotations of booklets are not taken for copies."""

import random

from core.copies import alike, shared_runs, shingles

WORDS = (
    "law right fence school teacher mother court police river night child voice hand door fear rule word peace".split()
)


def text(seed, words=300):
    dice = random.Random(seed)
    return " ".join(f"{dice.choice(WORDS)}{dice.randrange(40)}" for _n in range(words))


def test_capitals_commas_and_accents_do_not_hide_a_copy():
    assert shingles("The Law, is like: a fence!") == shingles("the law is like a fence")


def test_a_copy_is_found_and_a_shared_booklet_is_not():
    booklet = text(99, 150)
    texts = {n: f"{booklet} {text(n)}" for n in range(1, 9)}
    copied = texts[1].split()[150:]
    copied[40:70] = text(77, 30).split()
    texts[20] = " ".join(copied)
    found = list(alike(texts, known=[booklet]))
    assert [(pair.first, pair.second) for pair in found] == [(1, 20)]
    assert found[0].share > 0.7
    assert len(list(alike(texts))) > 10  # what would be said of the booklet's readers


def test_a_common_phrase_is_nobodys_own():
    phrase = text(5, 120)
    texts = {n: f"{phrase} {text(n, 100)}" for n in range(10, 18)}
    assert list(alike(texts, common=6)) == []


def test_the_same_words_are_marked():
    pieces = shared_runs("He said: a law is like the fence, my child", "A law is like the fence around")
    assert pieces == [("He said:", False), ("a law is like the fence,", True), ("my child", False)]
