"""Refusals of texts that people consent to.

Code -> title and what to do, in Russian and in English.
"""

WORDING = {
    "consent_text_changed": (
        "У школы есть новая версия этого текста",
        "Обновите страницу и прочтите её: спрашивают о ней",
        "The school has a newer version of this text",
        "Load the page again and read that one: it is what is asked for",
    ),
    "consent_text_ended": (
        "Школа больше не спрашивает об этом тексте",
        "Обновите страницу; данное раньше согласие можно отозвать",
        "The school does not ask for this text any more",
        "Load the page again; what was agreed to before can be withdrawn",
    ),
    "too_many_consent_texts": (
        "Текстов уже двадцать",
        "Завершите те, о которых больше не спрашивают",
        "There are twenty texts already",
        "End those that nobody needs to be asked for",
    ),
    "consent_not_in_force": (
        "Это согласие уже отозвано",
        "Обновите страницу",
        "This consent is withdrawn already",
        "Load the page again",
    ),
}
