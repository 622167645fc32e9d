"""What a school decides for itself."""

from channels.schools import NewRule, Rules
from handlers.rest.schools import SchoolHandlers
from handlers.routing import Access, Route


def schools(schools: SchoolHandlers) -> list[Route]:
    rules = "/api/schools/{school}/rules"
    return [
        Route("GET", rules, schools.rules, "Who may write to whom here", Access.SCHOOL, Rules),
        Route("PUT", rules, schools.set_rule, "Decide one of them", Access.SCHOOL, Rules, NewRule),
    ]
