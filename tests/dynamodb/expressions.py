"""DynamoDB's expressions, parsed: conditions, updates and projections.

A text is parsed once. What its names and values stand for is told when it is applied: PynamoDB
sends the same few texts over and over.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tests.dynamodb.errors import invalid
from tests.dynamodb.operators import (
    COMPARISONS,
    FUNCTIONS,
    added_to,
    between,
    joined,
    length,
    listed,
    void,
)
from tests.dynamodb.values import Item, Value, can_compare, is_equal, kind_of, plain

TOKEN = re.compile(r"\s*(<>|<=|>=|[()=<>,+\-]|[:#][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*)")

type Condition = Callable[[Item, Names], bool]
type Operand = Callable[[Item, Names], Value | None]
type Change = Callable[[Item, Item, Names], None]
"""Changes the second, which is new, by what the first, which is old, says."""
type Projection = Callable[[Names], list[str]]


@dataclass
class Names:
    """What the names and values in a request's expressions stand for, and which of them do."""

    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def attribute(self, token: str) -> str:
        """The attribute that is named so."""
        return self.names[token] if token.startswith("#") else token

    def use[Read](self, parsed: "Parsed[Read]") -> Read:
        """What was read. Raises what DynamoDB answers if it says something that is not defined."""
        for token in parsed.used:
            if token not in (self.names if token.startswith("#") else self.values):
                kind = "name" if token.startswith("#") else "value"
                raise invalid(f"An expression attribute {kind} used is not defined: {token}")
        self.used.update(parsed.used)
        return parsed.read

    def check_all_used(self) -> None:
        """DynamoDB takes nothing that no expression needs."""
        if len(self.used) < len(self.names) + len(self.values):
            unused = {*self.names, *self.values} - self.used
            raise invalid(f"Value provided unused in expressions: keys: {sorted(unused)}")


@dataclass(frozen=True)
class Parsed[Read]:
    """What an expression says, and which names and values it does so with."""

    read: Read
    used: Sequence[str]


@lru_cache(maxsize=1000)
def condition(text: str) -> Parsed[Condition]:
    """A condition, parsed."""
    return _parsed(text, Parser.condition)


@lru_cache(maxsize=1000)
def projection(text: str) -> Parsed[Projection]:
    """The attributes that are asked for."""
    return _parsed(text, Parser.projection)


@lru_cache(maxsize=1000)
def changes(text: str) -> Parsed[Sequence[Change]]:
    """An update, parsed."""
    return _parsed(text, Parser.changes)


def _parsed[Read](text: str, read: "Callable[[Parser], Read]") -> Parsed[Read]:
    parser = Parser(text)
    return Parsed(read(parser), tuple(parser.used))


def _tokens(text: str) -> list[str]:
    tokens, position, text = list[str](), 0, text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise invalid(f"Invalid expression: {text[position:]}")
        tokens.append(match[1])
        position = match.end()
    return tokens


class Parser:
    """Reads one expression. Nested paths are not known here: nobody needs them."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self.used: dict[str, None] = {}
        """Names and values that it has, in their order."""

    def condition(self) -> Condition:
        """A whole condition."""
        parsed = self._any()
        self._end()
        return parsed

    def projection(self) -> Projection:
        """A whole projection."""
        wanted = [self._named()]
        while self._takes(","):
            wanted.append(self._named())
        self._end()
        return lambda names: [names.attribute(each) for each in wanted]

    def changes(self) -> list[Change]:
        """A whole update."""
        changes: list[Change] = []
        clauses = {"SET": self._set, "REMOVE": self._remove, "ADD": self._add, "DELETE": self._take}
        while self._tokens:
            clause = clauses.get(self._next().upper())
            if clause is None:
                raise invalid("Invalid UpdateExpression: Syntax error")
            changes.append(clause())
            while self._takes(","):
                changes.append(clause())
        return changes

    # Conditions

    def _any(self) -> Condition:
        terms = [self._all()]
        while self._takes("OR"):
            terms.append(self._all())
        if len(terms) == 1:
            return terms[0]
        return lambda item, names: any(term(item, names) for term in terms)

    def _all(self) -> Condition:
        terms = [self._one()]
        while self._takes("AND"):
            terms.append(self._one())
        if len(terms) == 1:
            return terms[0]
        return lambda item, names: all(term(item, names) for term in terms)

    def _one(self) -> Condition:
        if self._takes("NOT"):
            negated = self._one()
            return lambda item, names: not negated(item, names)
        if self._takes("("):
            inner = self._any()
            self._expect(")")
            return inner
        if self._tokens[:1] and self._tokens[0].lower() in FUNCTIONS and self._tokens[1:2] == ["("]:
            return self._function()
        return self._comparison()

    def _function(self) -> Condition:
        name = self._next().lower()
        self._expect("(")
        operands = [self._operand()]
        while self._takes(","):
            operands.append(self._operand())
        self._expect(")")
        function = FUNCTIONS[name]
        return lambda item, names: function(*[operand(item, names) for operand in operands])

    def _comparison(self) -> Condition:
        left = self._operand()
        operator = self._next().upper()
        if operator == "BETWEEN":
            low = self._operand()
            self._expect("AND")
            high = self._operand()
            return lambda item, names: between(
                left(item, names), low(item, names), high(item, names)
            )
        if operator == "IN":
            self._expect("(")
            choices = [self._operand()]
            while self._takes(","):
                choices.append(self._operand())
            self._expect(")")
            return lambda item, names: any(
                is_equal(left(item, names), choice(item, names)) for choice in choices
            )
        right = self._operand()
        if operator == "=":
            return lambda item, names: is_equal(left(item, names), right(item, names))
        if operator == "<>":
            return lambda item, names: not is_equal(left(item, names), right(item, names))
        compare = COMPARISONS.get(operator)
        if compare is None:
            raise invalid("Invalid expression: Syntax error")
        return lambda item, names: (
            can_compare(found := left(item, names), wanted := right(item, names))
            and compare(plain(found or {}), plain(wanted or {}))
        )

    def _operand(self) -> Operand:
        token = self._named()
        if token.lower() == "size" and self._takes("("):
            sized = self._operand()
            self._expect(")")
            return lambda item, names: length(sized(item, names))
        if token.startswith(":"):
            return lambda item, names: names.values[token]
        if token.startswith("#"):
            return lambda item, names: item.get(names.names[token])
        return lambda item, names: item.get(token)

    # Updates

    def _set(self) -> Change:
        token = self._named()
        self._expect("=")
        value = self._sum()

        def change(old: Item, new: Item, names: Names) -> None:
            found = value(old, names)
            if found is None:
                raise invalid("The provided expression refers to an attribute that does not exist")
            new[names.attribute(token)] = found

        return change

    def _sum(self) -> Operand:
        first = self._settable()
        for sign in ("+", "-"):
            if self._takes(sign):
                second, factor = self._settable(), 1 if sign == "+" else -1
                return lambda item, names: added_to(first(item, names), second(item, names), factor)
        return first

    def _settable(self) -> Operand:
        if self._tokens[1:2] != ["("]:
            return self._operand()
        name = self._next().lower()
        self._expect("(")
        first = self._operand()
        self._expect(",")
        second = self._operand()
        self._expect(")")
        if name == "if_not_exists":
            return lambda item, names: (
                found if (found := first(item, names)) is not None else second(item, names)
            )
        if name == "list_append":
            return lambda item, names: {
                "L": [*listed(first(item, names)), *listed(second(item, names))]
            }
        raise invalid(f"Invalid function name; function: {name}")

    def _remove(self) -> Change:
        token = self._named()
        return lambda old, new, names: void(new.pop(names.attribute(token), None))

    def _add(self) -> Change:
        token, added_token = self._named(), self._named()

        def change(old: Item, new: Item, names: Names) -> None:
            attribute, added = names.attribute(token), names.values[added_token]
            before = old.get(attribute)
            if kind_of(added) == "N":
                new[attribute] = added_to(before or {"N": "0"}, added, 1)
            else:
                new[attribute] = joined(before, added)

        return change

    def _take(self) -> Change:
        token, taken_token = self._named(), self._named()

        def change(old: Item, new: Item, names: Names) -> None:
            attribute, taken = names.attribute(token), names.values[taken_token]
            before = old.get(attribute)
            if before is None:
                return
            kind = kind_of(taken)
            left = [each for each in before[kind] if each not in taken[kind]]
            new[attribute] = {kind: left}
            if not left:
                del new[attribute]

        return change

    # Tokens

    def _named(self) -> str:
        """The next token, which may be a name or a value."""
        token = self._next()
        if token.startswith(("#", ":")):
            self.used[token] = None
        return token

    def _next(self) -> str:
        if not self._tokens:
            raise invalid("Invalid expression: Syntax error; it ends too early")
        return self._tokens.pop(0)

    def _takes(self, token: str) -> bool:
        if self._tokens[:1] and self._tokens[0].upper() == token:
            self._tokens.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._takes(token):
            raise invalid(f"Invalid expression: Syntax error; {token} is missing")

    def _end(self) -> None:
        if self._tokens:
            raise invalid(f"Invalid expression: Syntax error; token: {self._tokens[0]}")
