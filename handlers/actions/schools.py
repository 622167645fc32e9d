"""Rules that a school decides for itself."""

from channels import schools
from handlers.actions.action import Access, Action

_RULES = "/api/schools/{school}/rules"

SCHOOLS = (
    Action("rules", "GET", _RULES, Access.SCHOOL, "Who may write to whom here", schools.rules),
    Action("set_rule", "PUT", _RULES, Access.SCHOOL, "Decide one of them", schools.set_rule),
)
