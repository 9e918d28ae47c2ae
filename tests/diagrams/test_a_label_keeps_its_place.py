import re

from webapp.diagrams.labels import placed_label
from webapp.diagrams.picture import Box

PLACE = Box(x=100, y=50, width=80, height=14)


def _middles(drawing: str) -> list[float]:
    first = re.search(r' y="([\d.]+)"', drawing)
    steps = re.findall(r'dy="([\d.]+)"', drawing)
    assert first
    return [float(first[1]) + sum(map(float, steps[1 : n + 1])) for n in range(len(steps))]


def test_a_name_drawn_in_one_line_stays_in_one_line_though_the_estimate_is_a_little_wide() -> None:
    assert len(_middles(placed_label("Sealed envelope", PLACE, upwards=False))) == 1


def test_a_longer_translation_above_its_gateway_grows_upwards() -> None:
    short = _middles(placed_label("In time?", PLACE, upwards=True))
    long = _middles(placed_label("Demande reçue dans les délais prévus ?", PLACE, upwards=True))
    assert len(long) > 1
    assert long[-1] == short[-1]


def test_a_longer_translation_below_its_event_grows_downwards() -> None:
    short = _middles(placed_label("Told", PLACE, upwards=False))
    long = _middles(placed_label("Responsable du suivi des congés informé", PLACE, upwards=False))
    assert len(long) > 1
    assert long[0] == short[0]


def test_a_longer_translation_beside_its_flow_grows_away_from_it() -> None:
    right = placed_label("Demander des pièces", PLACE, upwards=False, sideways=1)
    left = placed_label("Demander des pièces", PLACE, upwards=False, sideways=-1)
    middles = [float(m) for m in re.findall(r'tspan x="([\d.]+)"', left + right)]
    assert middles[0] <= PLACE.cx <= middles[-1]
