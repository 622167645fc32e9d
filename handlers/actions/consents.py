"""Consents: what I am asked for and have said, and the texts that a school publishes."""

from channels.consents import own, texts
from handlers.actions.action import Access, Action

_MINE = "/api/me/consents"
_TEXTS = "/api/schools/{school}/consent-texts"
_ONE = f"{_TEXTS}/{{consent_text}}"

CONSENTS = (
    Action("my_consents", "GET", _MINE, Access.SIGNED_IN, "My consents, and those asked of me", own.my_consents),
    Action("answer_consent", "POST", _MINE, Access.SIGNED_IN, "Agree to a text or refuse it", own.answer_consent),
    Action(
        "withdraw_consent",
        "POST",
        f"{_MINE}/{{consent}}/withdraw",
        Access.SIGNED_IN,
        "Withdraw a consent of mine",
        own.withdraw_consent,
    ),
    Action(
        "consent_version",
        "GET",
        "/api/consent-texts/{consent_text}/versions/{version}",
        Access.SCHOOL,
        "The words of a version",
        own.consent_version,
    ),
    Action("consent_texts", "GET", _TEXTS, Access.SCHOOL, "Texts of a school, and how many agree", texts.consent_texts),
    Action("consent_text", "GET", _ONE, Access.SCHOOL, "One of them, with its versions", texts.consent_text),
    Action(
        "publish_consent_text",
        "POST",
        _TEXTS,
        Access.SCHOOL,
        "Publish a new text",
        texts.publish_consent_text,
        status=201,
    ),
    Action(
        "publish_consent_version",
        "POST",
        f"{_ONE}/versions",
        Access.SCHOOL,
        "Publish its next version",
        texts.publish_consent_version,
        status=201,
    ),
    Action("end_consent_text", "POST", f"{_ONE}/end", Access.SCHOOL, "Ask for it no more", texts.end_consent_text),
)
