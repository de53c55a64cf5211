"""Small changes of a solution, each of which the cases of its exercise should notice."""

import ast
import copy

BINARY = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
COMPARISONS = {
    ast.Lt: [ast.LtE],
    ast.LtE: [ast.Lt],
    ast.Gt: [ast.GtE],
    ast.GtE: [ast.Gt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
OPPOSITES = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)


def mutants(source: str, name: str, write=()) -> dict[str, str]:
    """What changed -> the changed source, for the function `name` or those methods of a class."""
    found = {}
    tree = ast.parse(source)
    for path in _paths(tree, name, write):
        for change in _changes(_at(tree, path)):
            changed = copy.deepcopy(tree)
            _put(changed, path, change)
            text = ast.unparse(changed)
            statement = _statement(path, tree)
            before, after = _headline(_at(tree, statement)), _headline(_at(changed, statement))
            title = f"{before} -> {after or 'dropped'}"
            again = sum(key.partition(" (again")[0] == title for key in found)
            found[title + f" (again {again})" * bool(again)] = text
    return found


def _paths(tree, name, write):
    """Where the code is that the learner writes: a path of (field, index) for each node."""
    for i, node in enumerate(tree.body):
        if getattr(node, "name", None) != name:
            continue
        if not isinstance(node, ast.ClassDef):
            yield from _below(node, (("body", i),))
            continue
        for j, method in enumerate(node.body):
            if isinstance(method, ast.FunctionDef) and (not write or method.name in write):
                yield from _below(method, (("body", i), ("body", j)))


def _below(node, path):
    if isinstance(node, (ast.JoinedStr, ast.Raise)):  # the wording of errors is free
        yield path
        return
    yield path
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST):
                yield from _below(child, (*path, (field, index)))


def _changes(node):
    """The nodes that can stand in for this one; `ast.Pass` for a dropped statement."""
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        yield _with(node, op=BINARY[type(node.op)]())
    if isinstance(node, ast.Compare):
        for other in COMPARISONS[type(node.ops[0])]:
            yield _with(node, ops=[other(), *node.ops[1:]])
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    if isinstance(node, (ast.If, ast.While, ast.IfExp)) and not _opposite_exists(node.test):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield ast.Constant(node.value + 1)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)
    if isinstance(node, ast.Call) and len(node.args) >= 2:
        yield _with(node, args=[node.args[1], node.args[0], *node.args[2:]])
    if isinstance(node, ast.Call):
        for i in range(len(node.keywords)):
            yield _with(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
    dropped = (ast.Assign, ast.AugAssign, ast.Return, ast.Raise, ast.Continue, ast.Break)
    if isinstance(node, dropped) or (isinstance(node, ast.Expr) and not _is_docstring(node)):
        yield ast.Pass()


def _opposite_exists(test) -> bool:
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1 and isinstance(test.ops[0], OPPOSITES)
    return isinstance(test, ast.UnaryOp)


def _is_docstring(node) -> bool:
    return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _with(node, **fields):
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _at(tree, path):
    for field, index in path:
        value = getattr(tree, field)
        tree = value[index] if isinstance(value, list) else value
    return tree


def _put(tree, path, node):
    *parents, (field, index) = path
    parent = _at(tree, parents)
    value = getattr(parent, field)
    if isinstance(value, list):
        value[index] = ast.fix_missing_locations(node)
    else:
        setattr(parent, field, ast.fix_missing_locations(node))


def _statement(path, tree):
    """The path of the smallest statement around a node."""
    while not isinstance(_at(tree, path), ast.stmt):
        path = path[:-1]
    return path


def _headline(statement) -> str:
    if isinstance(statement, ast.Pass):
        return ""
    lines = ast.unparse(statement).splitlines()
    while lines[0].startswith("@"):
        lines.pop(0)
    return lines[0].strip()
