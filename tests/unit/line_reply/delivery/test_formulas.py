"""Formulas as text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from line_reply.delivery.formulas import readable
from line_reply.delivery.markdown import blocks, plain


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("E=mc^2", "E=mc²"),
        ("x^2+y_1", "x²+y₁"),
        (r"\frac{a}{b}", "a/b"),
        (r"\sum_{i=1}^n i", "∑ᵢ₌₁ⁿ i"),
        (r"\frac{-b \pm \sqrt{b^2-4ac}}{2a}", "(-b ± √(b²-4ac))/(2a)"),
        (r"\int_0^\infty e^{-x^2} dx = \frac{\sqrt{\pi}}{2}", "∫₀^∞e^(-x²) dx = √π/2"),
        (r"\text{速さ}=\frac{\text{距離}}{\text{時間}}", "速さ=距離/時間"),
        (r"v_\mathrm{max}, x_\text{初期}", "vₘₐₓ, x_(初期)"),
        (r"P(A|B)=\frac{P(A\cap B)}{P(B)}", "P(A|B)=P(A ∩ B)/P(B)"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "lim_(x → 0) (sin x)/x"),
        (r"O(n\log n), \lfloor x \rfloor, \lvert y\rvert", "O(n log n), ⌊x ⌋, |y|"),
        (r"\left( \frac{1}{2} \right) \left. x \right|_0", "(1/2) x |₀"),
        (r"a \le b \ne c \implies x \in \{1,2\}", "a ≤ b ≠ c ⇒ x ∈ {1,2}"),
        (r"\sqrt[3]{x}, \sqrt[n]{x+1}, \sqrt2", "∛x, √[n](x+1), √2"),
        (r"90^\circ, 5\%, 1{,}000, 10^{-3}", "90°, 5%, 1,000, 10⁻³"),
        (r"\binom{n}{k}, \mathbb{R}, \mathbf{x}, \vec{v}", "C(n, k), ℝ, x, v⃗"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "[a b; c d]"),
        (r"\begin{cases} 1 & x>0 \\ 0 & x \le 0 \end{cases}", "{ 1, x>0; 0, x ≤ 0 }"),
        ("\\begin{aligned} x &= 1 \\\\ y &= 2 \\end{aligned}", "x = 1\ny = 2"),
        (r"f'(x)+f''(x), \frac{dy}{dx}, \overline{AB}", "f'(x)+f''(x), dy/dx, A̅B̅"),
    ],
)
def test_tex_becomes_signs(tex: str, text: str) -> None:
    assert readable(tex) == text


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a",
        "x^",
        "a}",
        "{a",
        r"\end{cases}",
        r"\begin{cases} 1",
        r"\foo{x}",
        r"\begin{foo}x\end{foo}",
        r"\ce{H2O}",
        r"\today",
        r"\input{/etc/passwd}",
        r"\underbrace{a+b}_{n}",
        "50% of x",
        r"\left\right",
        "",
    ],
)
def test_what_has_no_text_is_left_to_the_reader(tex: str) -> None:
    assert readable(tex) is None


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"$E=mc^2$と\(x^2+y_1\)と\[\frac{a}{b}\]", "E=mc²とx²+y₁とa/b"),
        (r"$$\sum_{i=1}^n i$$", "∑ᵢ₌₁ⁿ i"),
        ("面積は$x$、$2n$個、$f(x)$と$ABC$、$5$", "面積はx、2n個、f(x)とABC、5"),
        ("$$\na\n- b\n= c^2\n$$\nand", "a\n- b\n= c²\nand"),
        ("1. A\n   \\[\n   a\n   + b^2\n   \\]\n2. B", "1. A\n   a\n   + b²\n2. B"),
        ("- $$\n  a^2\n  $$", "・a²"),
        ("> $$\n> a\n> + b^2\n> $$", "> a\n> + b²"),
        ("text \\[\nx^2\n\\] more", "text x² more"),
        ("|a|b|\n|-|-|\n|$x^2$|$5|", "a | b\nx² | $5"),
        ("**$x^2$** [see $y_1$](https://e.com)\n# $z^2$", "x² see y₁ (https://e.com)\n\n■ z²"),
        ("$a * b^2 * c$ and `$x^2$`", "a * b² * c and $x^2$"),
        ("$\\begin{aligned}a&=1\\\\b&=2\\end{aligned}$です", "a=1\nb=2です"),
        (r"\$5 と \[注\]と\(1\)", "$5 と [注]と(1)"),
        ("H$_2$OとCO$_2$, 5 m$^2$, 10$^{-3}$ mol", "H₂OとCO₂, 5 m², 10⁻³ mol"),
        (
            r"US\$5 and $6, not $x$ (¥900, ￥900, ＄９) or $y$.",
            "US$5 and $6, not x (¥900, ￥900, ＄９) or y.",
        ),
        (r"$$\begin{matrix} a & b \\ c & d \end{matrix}$$", "[a b; c d]"),
        (r"\(x^{n+1}\), $\frac{\frac{a}{b}}{c_{i_j}}$", "xⁿ⁺¹, (a/b)/(c_(iⱼ))"),
        ("| 式 | 値段 |\n|---|---|\n| $x^2$ | $5 か $6 |", "式 | 値段\nx² | $5 か $6"),
    ],
)
def test_formulas_are_found(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10, US$3, A$B$C, $5/$6, $1,000-$2,000",
        "costs $20-$30 (or 5$)",
        "価格は$5です。安い$、$5=500円、つまり$",
        'echo "$HOME" "$PATH:$USER" ${A}_$B $FOO_BAR$',
        "for i in $(seq 1 3); do echo $i; done; if $a=1; echo $b; fi",
        "$a = $b + $c; $_ = <STDIN>; print $_;",
        "$x^2 and $ x $ and $$ and $$$$",
        "$$\na^2",
        "\\[\n\\foo{x}\n- y\n\\]",
        r"$\frac{a$ and $$\foo{x}$$ and \(\foo{y_1}\) and \[\foo{z}\]",
        r"\(^o^)/ \(^_^)/",
        "$speed of light = distance$",
        "$5–$6 million, $3.50/$4.50 or $1 = ¥150, $2 = ¥300",
        "$_GET[1], $_POST and $_",
        r"unclosed $x^2 and \(y_1 and \frac{1}{2}",
    ],
)
def test_money_shell_and_what_is_broken_stay_as_they_are(text: str) -> None:
    assert plain(text) == text
    assert plain(f"```\n{text}\n```") == text


PIECES = [
    *"$\\{}^_&%~'\"()[]|=+-. \n1aあα",
    *(
        rf"\{name}"
        for name in (
            *("frac", "sqrt", "begin{cases}", "end{cases}", "text{", "left", "right", "\\"),
            *("begin{aligned}", "end{aligned}", "alpha", "sin", "unknown", "overline", "not"),
        )
    ),
]
TEX = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
READ = settings(max_examples=250, deadline=None, derandomize=True, database=None)


def letters(text: str) -> str:
    return "".join(sorted(char for char in text if char in "あα"))


@READ
@given(TEX)
def test_any_formula_is_read_and_no_word_of_it_is_lost(tex: str) -> None:
    text = readable(tex)
    assert text is None or letters(text) == letters(tex.replace("\\alpha", "α"))
    assert readable(tex) == text


@READ
@given(TEX, st.sampled_from([("$", "$"), ("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]")]))
def test_any_answer_with_formulas_is_read(tex: str, ends: tuple[str, str]) -> None:
    markdown = f"あ {ends[0]}{tex}{ends[1]} い"
    page = blocks.render(markdown)
    assert page.text.startswith("あ")
    assert page.text.endswith("い")
    assert page.text == blocks.render(markdown).text


@pytest.mark.parametrize("piece", ["$", "$a", "$$", "\\(", "\\[a", "$a_", "$$\n", "\\frac{", "{"])
def test_many_openings_take_no_longer_than_their_length_deserves(piece: str) -> None:
    text = (piece * 20_000)[:20_000] + "$"
    plain("$x$")
    start = time.process_time()
    plain(text)
    assert time.process_time() - start < 5


def test_deeply_nested_tex_stays_as_it_is() -> None:
    assert readable("{" * 900 + "x" + "}" * 900) in (None, "x")
