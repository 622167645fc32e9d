"""What a school decides for itself."""

from collections.abc import Mapping

from channels import schools
from channels.schools import NewRule
from channels.types import Id, Input
from handlers.ws.commands.command import Command, Keyed, only


class OfSchool(Input):
    school: Id


class SetRule(OfSchool, NewRule, Keyed):
    pass


SCHOOLS: Mapping[str, Command] = {
    "rules": Command(OfSchool, lambda d, p, a: schools.rules(d.store, p, a.school)),
    "set_rule": Command(SetRule, lambda d, p, a: schools.set_rule(d, p, a.school, only(NewRule, a), a.key)),
}
