"""Run the whole platform once, with proof."""

import click


@click.command()
@click.option("--keep", is_flag=True, help="Tell the short story on the stack `main`, leave it up.")
def demo(*, keep: bool) -> int:
    """Run the whole platform once, with proof; exit code 0 only if every line held.

    \b
    rampart demo
    rampart demo --keep
    """
    from ops.demo.story import tell_story  # noqa: PLC0415 - heavy

    return 0 if tell_story(keep=keep) else 1
