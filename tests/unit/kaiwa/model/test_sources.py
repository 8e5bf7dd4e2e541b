"""Sources as links, and what of OpenAI's own is taken out of a text."""

import pytest

from kaiwa.model.sources import Source, cleaned, with_sources


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain, with https://a.jp/?q=1.", "Plain, with https://a.jp/?q=1."),
        ("[a](https://a.jp/b?utm_source=openai)", "[a](https://a.jp/b)"),
        ("https://a.jp/b?c=1&utm_source=openai.", "https://a.jp/b?c=1."),
        ("https://a.jp/b?utm_source=openai&c=1", "https://a.jp/b?c=1"),
        ("https://a.jp/b?utm_source=openai#part", "https://a.jp/b#part"),
        ("https://a.jp/b?utm_source=openai-fan", "https://a.jp/b?utm_source=openai-fan"),
        ("Rain. \ue200cite\ue202turn0search0\ue202turn0news1\ue201 Then sun.", "Rain. Then sun."),
        ("Rain \ue200cite\ue202turn0search0\ue201.", "Rain."),
        ("Rain \ue200cite\ue202turn0", "Rain"),
        ("絵文字😀と外字\ue000は残る", "絵文字😀と外字\ue000は残る"),
    ],
)
def test_what_is_openai_s_own_is_taken_out(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("sources", "links"),
    [
        ([], []),
        ([Source("A", "https://a.jp")], ["- [A](https://a.jp)"]),
        (
            [Source("A", "https://a.jp?utm_source=openai"), Source("A again", "https://a.jp")],
            ["- [A again](https://a.jp)"],
        ),
        ([Source("", "https://a.jp")], ["- [https://a.jp](https://a.jp)"]),
        ([Source("A\n[b]\\", "https://a.jp")], ["- [A \\[b\\]\\\\](https://a.jp)"]),
        ([Source("A", "https://a.jp/(b)")], ["- [A](<https://a.jp/(b)>)"]),
        ([Source("Linked", "https://linked.jp/b?c=1")], []),
        ([Source("Root", "https://linked.jp/b")], ["- [Root](https://linked.jp/b)"]),
        ([Source("Named", "https://named.jp/道")], []),
    ],
)
def test_sources_follow_unless_the_text_has_them(sources: list[Source], links: list[str]) -> None:
    text = "See [this](https://linked.jp/b?c=1), and https://named.jp/道。"
    assert with_sources(text, sources) == "\n\n".join(filter(None, (text, "\n".join(links))))


def test_no_answer_has_no_sources() -> None:
    assert with_sources("", [Source("A", "https://a.jp")]) == ""
