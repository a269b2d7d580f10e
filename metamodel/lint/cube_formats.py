"""Which formats and currencies Cube 1.7.43 takes; from its `CubeValidator`."""

import re

from metamodel.model.attribute import MemberType

_CODES = """\
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF
XPF YER ZAR ZMW ZWL"""
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217."""

_ANY_DIMENSION = frozenset({"imageUrl", "link", "currency", "percent", "number", "id"})
_ANY_MEASURE = frozenset({"currency", "percent", "number"})
_NAMED = re.compile(
    r"(number|percent|currency|decimal|abbr|accounting)_[0-6]|decimal|abbr|accounting|id"
)
_D3 = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[+\-( ])?(?P<symbol>[$#])?(?P<zero>0)?"
    r"(?P<width>\d+)?(?P<comma>,)?(?:\.(?P<precision>\d+))?(?P<tilde>~)?(?P<type>[a-zA-Z%])?"
)
_D3_TYPES = frozenset("efgrs%pbodxcn")
_TIME_SPECIFIERS = frozenset("aAbBcdHIjmMnpStUwWxXyYZ%efgGLqQsuV")


def dimension_format_fault(kind: MemberType, form: str) -> str | None:
    """Why Cube would not take a dimension's format; None if it does."""
    if form in _ANY_DIMENSION:
        return None
    if kind is MemberType.NUMBER:
        return _number_fault(form)
    if kind is MemberType.TIME:
        return _time_fault(form)
    return f"is no format of a {kind}: those are {', '.join(sorted(_ANY_DIMENSION))}"


def measure_format_fault(form: str) -> str | None:
    """Why Cube would not take a measure's format; None if it does."""
    return None if form in _ANY_MEASURE else _number_fault(form)


def _number_fault(form: str) -> str | None:
    if _NAMED.fullmatch(form):
        return None
    match = _D3.fullmatch(form)
    found = match.groupdict() if match else {}
    says = any(value is not None for key, value in found.items() if key not in {"fill", "align"})
    if not says or (found["type"] and found["type"].lower() not in _D3_TYPES):
        return "is neither a named format of numbers (`percent_1`) nor one of d3 (`,.2f`)"
    return None


def _time_fault(form: str) -> str | None:
    specifiers = [match[1] for match in re.finditer(r"%(.|$)", form, re.DOTALL)]
    unknown = next((one for one in specifiers if one not in _TIME_SPECIFIERS or not one), None)
    if unknown is not None:
        return f"has an unknown specifier `%{unknown}`"
    if all(one == "%" for one in specifiers):
        return "has no specifier of a time, such as `%Y`"
    return None
