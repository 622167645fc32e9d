"""Signing in, and oneself."""

from channels.people import Me
from handlers.rest.login import Credentials, LoginHandlers, MyChanges, Token
from handlers.routing import Access, Route


def login(login: LoginHandlers) -> list[Route]:
    return [
        Route("POST", "/api/login", login.sign_in, "Sign in", Access.PUBLIC, Token, Credentials),
        Route("POST", "/api/logout", login.sign_out, "End this login and its sockets", Access.SIGNED_IN, status=204),
        Route(
            "POST",
            "/api/realtime/token",
            login.connection_token,
            "A connection token for the socket",
            Access.SIGNED_IN,
            Token,
        ),
        Route("GET", "/api/me", login.me, "Who I am", Access.SIGNED_IN, Me),
        Route("PATCH", "/api/me", login.change_me, "Change my settings", Access.SIGNED_IN, Me, MyChanges),
    ]
