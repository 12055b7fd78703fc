"""A phrase that the book says again and again is known with its opposite word in it."""

import random

from tests.support.phrases import OTHERS, counts, strange, tokens
from tests.support.prose import Sentence

TRIED, FEWEST = 40, 300


def told(words):
    """Return what is strange in a sentence that no page has."""
    return list(strange(Sentence("glossary", 1, words, "prose")))


def known():
    """Return phrases of plain words that the book says three times, and with another word never."""
    found = []
    for phrase, times in sorted(counts().items()):
        for place, word in enumerate(phrase):
            for other in OTHERS.get(word, ()):
                turned = (*phrase[:place], other, *phrase[place + 1 :])
                plain = all(part.isalpha() for part in phrase)
                if times > 2 and plain and not counts()[turned]:
                    found.append((phrase, turned))
    return found


def test_a_phrase_with_the_opposite_word_is_told():
    found = known()
    assert len(found) >= FEWEST
    for phrase, turned in random.Random(5).sample(found, TRIED):
        if any(len(word) > 3 for word in set(phrase) & set(turned)):
            assert told(f"so {' '.join(turned)} zz") != []
        assert not any(" ".join(phrase) in one for one in told(f"so {' '.join(phrase)} zz"))


def test_words_that_stand_in_no_phrase_tell_nothing():
    assert told("The quaternion input of it.") == []
    assert tokens("It is $x$, `y` and 2×3.") == ["^", "it", "is", "$", ",", "`", "and", "2", "."]
