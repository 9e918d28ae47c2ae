"""``docket run``: everything that serving needs, in one command."""

import secrets

import click
from filelock import FileLock, Timeout

from engine import folders, worker
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.open_demo_accounts import open_demo_accounts
from engine.context import Context, prepare_database
from engine.errors import DocketError
from engine.model.ids import SYSTEM
from engine.queries import installation
from webapp import create_app
from webapp.cli.hosts import log_to_stderr, settle, stop_on_terminate
from webapp.cli.installation import Installation, read_installation
from webapp.cli.listening import listen
from webapp.demo import list_accounts, make_demo
from webapp.settings import Settings

#: Enough for a few hundred people at work; the work itself waits for the database.
_THREADS = 16


@click.command()
@click.option(
    "--demo/--no-demo",
    default=None,
    help="Make a demo organisation on an empty database (on loopback).",
)
def run(*, demo: bool | None) -> None:
    """Serve Docket; make what is missing first."""
    log_to_stderr()
    place = read_installation()
    lock = FileLock(place.lock_file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        message = (
            f"Docket already runs here: {place.lock_file} is held. Stop it, or set another"
            " DOCKET_DATA_DIR and DOCKET_DATABASE_URL."
        )
        raise DocketError(message) from None
    with lock:
        stop_on_terminate()
        _serve(place, place.on_loopback if demo is None else demo)


def _serve(place: Installation, wants_demo: bool) -> None:
    prepare_database(place.database_url)
    context = place.open()
    if wants_demo and not installation.has_people(context):
        show_demo_made(place)
    deploy_all(context)
    password = _demo_password(place, context)
    application = create_app(context, _settings(place, context, password))
    settle(context)
    listening = listen(application, place.host, place.port, threads=_THREADS)
    working = worker.start(context)
    _greet(listening.address, context, password)
    try:
        listening.run()
    finally:
        working.stop()
        context.close()


def show_demo_made(place: Installation) -> None:
    """Make the demo organisation and its cases, and show how far it is."""
    click.echo("Making the demo organisation and two years of cases (about a minute) …")
    with click.progressbar(length=100, label="Demo cases") as bar:
        make_demo(place, deploy_all, lambda share: bar.update(round(100 * share) - bar.pos))


def deploy_all(context: Context) -> list[str]:
    """Deploy every procedure that ships with Docket and has changed; return what was deployed."""
    root = folders.find_root()
    return [
        f"{done.process_id} version {done.version}"
        for name in folders.list_procedures(root)
        if (
            done := deploy_procedure(context, actor=SYSTEM, files=folders.read_files(root, name))
        ).changed
    ]


def _demo_password(place: Installation, context: Context) -> str:
    """Return the password of the demo accounts; they exist on loopback only."""
    if not installation.is_demo(context) or not place.on_loopback:
        return ""
    password = place.demo_password or secrets.token_urlsafe(9)
    open_demo_accounts(context, actor=SYSTEM, password=password)
    return password


def _settings(place: Installation, context: Context, password: str) -> Settings:
    return Settings(
        secret_key=place.secret,
        tls=place.tls,
        proxies=place.proxies,
        demo=bool(password),
        demo_accounts=list_accounts(context) if password else (),
        demo_password=password,
    )


def _greet(address: str, context: Context, password: str) -> None:
    click.echo(f"\nDocket serves on {address}  (stop with Ctrl+C)")
    if not password:
        return
    click.echo(f"\nDemo accounts, all with the password  {password}\n")
    for account in list_accounts(context):
        click.echo(f"  {account.email:<28}{account.name}, {account.description}")
    click.echo(
        "\nTry this: sign in as amina, start “Uncertified sick leave” for a family emergency of three"
        "\ndays, sign in as daniel and approve it, then look at the balance in amina's next request."
        "\nSee a deadline pass with:  docket clock +3d\n"
    )


COMMANDS = (run,)
