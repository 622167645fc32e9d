"""Circles in what imports what."""

from collections.abc import Mapping


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The sets of nodes each of which leads to every other one of its set (Tarjan's strongly connected components).

    `graph`: node -> nodes. Sorted; a node by itself is no circle.
    """
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        numbers[node] = lowest[node] = len(numbers)
        stack.append(node)
        for target in sorted(graph.get(node, ())):
            if target not in numbers:
                visit(target)
                lowest[node] = min(lowest[node], lowest[target])
            elif target in stack:
                lowest[node] = min(lowest[node], numbers[target])
        if lowest[node] == numbers[node]:
            ring = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(ring) > 1:
                found.append(sorted(ring))

    for node in sorted(graph):
        if node not in numbers:
            visit(node)
    return sorted(found)
