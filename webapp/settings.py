"""What the web application is told when it starts; `webapp.cli` reads it from the environment."""

from dataclasses import dataclass

#: Languages of the United Nations, as BCP 47 tags, with the name each calls itself.
LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "ar": "العربية",
    "zh": "中文",
    "ru": "Русский",
    "es": "Español",
}


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """An account that the sign-in page offers to a visitor of the demonstration."""

    email: str
    name: str
    #: What the person does, such as "Supervisor, Country Office Amman".
    description: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of the web application."""

    #: Signs the small page cookie (messages, form tokens); at least 16 bytes.
    secret_key: bytes
    #: True when people reach the site over TLS: cookies are then ``__Host-`` and ``Secure``.
    tls: bool = False
    #: Number of reverse proxies in front whose ``X-Forwarded-*`` headers are believed.
    proxies: int = 0
    #: A demonstration: sample accounts on the sign-in page, a clock that can be moved.
    demo: bool = False
    demo_accounts: tuple[DemoAccount, ...] = ()
    #: Shown beside the sample accounts; empty to keep it to whoever started the program.
    demo_password: str = ""
    #: Largest request accepted, in bytes.
    max_request_bytes: int = 25 * 1024 * 1024
    #: Sign-in attempts accepted from one address, in the notation of Flask-Limiter.
    sign_in_limit: str = "30 per minute"
    #: Calls of the programming interface accepted from one address.
    api_limit: str = "600 per minute"
