"""DynamoDB's expressions, parsed: conditions, updates and projections.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from collections.abc import Callable, Mapping
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

type Condition = Callable[[Item], bool]
type Operand = Callable[[Item], Value | None]
type Change = Callable[[Item, Item], None]
"""Changes the second, which is new, by what the first, which is old, says."""


@dataclass
class Names:
    """What the names and values in a request's expressions stand for, and which of them do."""

    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def attribute(self, token: str) -> str:
        """The attribute that is named so."""
        if not token.startswith("#"):
            return token
        self.used.add(token)
        if token not in self.names:
            raise invalid(f"An expression attribute name used is not defined: {token}")
        return self.names[token]

    def value(self, token: str) -> Value:
        """The value that is called so."""
        self.used.add(token)
        if token not in self.values:
            raise invalid(f"An expression attribute value used is not defined: {token}")
        return self.values[token]

    def check_all_used(self) -> None:
        """DynamoDB takes nothing that no expression needs."""
        unused = {*self.names, *self.values} - self.used
        if unused:
            raise invalid(f"Value provided unused in expressions: keys: {sorted(unused)}")


@lru_cache(maxsize=1000)
def _tokens(text: str) -> tuple[str, ...]:
    tokens, position, text = list[str](), 0, text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise invalid(f"Invalid expression: {text[position:]}")
        tokens.append(match[1])
        position = match.end()
    return tuple(tokens)


class Parser:
    """Reads one expression. Nested paths are not known here: nobody needs them."""

    def __init__(self, text: str, names: Names) -> None:
        self._names = names
        self._tokens = list(_tokens(text))

    def condition(self) -> Condition:
        """A whole condition."""
        parsed = self._any()
        self._end()
        return parsed

    def projection(self) -> list[str]:
        """The attributes that are asked for."""
        wanted = [self._names.attribute(self._next())]
        while self._takes(","):
            wanted.append(self._names.attribute(self._next()))
        self._end()
        return wanted

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
        return lambda item: any(term(item) for term in terms)

    def _all(self) -> Condition:
        terms = [self._one()]
        while self._takes("AND"):
            terms.append(self._one())
        return lambda item: all(term(item) for term in terms)

    def _one(self) -> Condition:
        if self._takes("NOT"):
            negated = self._one()
            return lambda item: not negated(item)
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
        return lambda item: function(*(operand(item) for operand in operands))

    def _comparison(self) -> Condition:
        left = self._operand()
        operator = self._next().upper()
        if operator == "BETWEEN":
            low = self._operand()
            self._expect("AND")
            high = self._operand()
            return lambda item: between(left(item), low(item), high(item))
        if operator == "IN":
            self._expect("(")
            choices = [self._operand()]
            while self._takes(","):
                choices.append(self._operand())
            self._expect(")")
            return lambda item: any(is_equal(left(item), choice(item)) for choice in choices)
        right = self._operand()
        if operator == "=":
            return lambda item: is_equal(left(item), right(item))
        if operator == "<>":
            return lambda item: not is_equal(left(item), right(item))
        compare = COMPARISONS.get(operator)
        if compare is None:
            raise invalid("Invalid expression: Syntax error")
        return lambda item: (
            can_compare(found := left(item), wanted := right(item))
            and compare(plain(found or {}), plain(wanted or {}))
        )

    def _operand(self) -> Operand:
        token = self._next()
        if token.lower() == "size" and self._takes("("):
            sized = self._operand()
            self._expect(")")
            return lambda item: length(sized(item))
        if token.startswith(":"):
            value = self._names.value(token)
            return lambda item: value
        attribute = self._names.attribute(token)
        return lambda item: item.get(attribute)

    # Updates

    def _set(self) -> Change:
        attribute = self._names.attribute(self._next())
        self._expect("=")
        value = self._sum()

        def change(old: Item, new: Item) -> None:
            found = value(old)
            if found is None:
                raise invalid("The provided expression refers to an attribute that does not exist")
            new[attribute] = found

        return change

    def _sum(self) -> Operand:
        first = self._settable()
        for sign in ("+", "-"):
            if self._takes(sign):
                second, factor = self._settable(), 1 if sign == "+" else -1
                return lambda item: added_to(first(item), second(item), factor)
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
            return lambda item: found if (found := first(item)) is not None else second(item)
        if name == "list_append":
            return lambda item: {"L": [*listed(first(item)), *listed(second(item))]}
        raise invalid(f"Invalid function name; function: {name}")

    def _remove(self) -> Change:
        attribute = self._names.attribute(self._next())
        return lambda old, new: void(new.pop(attribute, None))

    def _add(self) -> Change:
        attribute = self._names.attribute(self._next())
        added = self._names.value(self._next())

        def change(old: Item, new: Item) -> None:
            before = old.get(attribute)
            if kind_of(added) == "N":
                new[attribute] = added_to(before or {"N": "0"}, added, 1)
            else:
                new[attribute] = joined(before, added)

        return change

    def _take(self) -> Change:
        attribute = self._names.attribute(self._next())
        taken = self._names.value(self._next())

        def change(old: Item, new: Item) -> None:
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
