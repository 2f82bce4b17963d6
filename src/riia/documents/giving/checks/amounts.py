"""Amounts: sign, pence, size, and what is awarded against what was asked for, paid and listed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from riia.documents.giving.lists import NO_CURRENCY
from riia.documents.giving.package import Findings, Grant, text_of

_MOST: Final = 10_000_000_000
_AMOUNTS: Final = ("amountAwarded", "amountAppliedFor", "amountDisbursed")
_WORDS: Final = {"amountAwarded": "awarded", "amountAppliedFor": "applied for", "amountDisbursed": "disbursed"}
_TRANSACTIONS: Final = {
    "commitmentTransaction": "amountAwarded",
    "applicationTransaction": "amountAppliedFor",
    "disbursementTransaction": "amountDisbursed",
}
_WITHOUT_PENCE: Final = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF"})


def number_of(data: Mapping[str, Any], key: str) -> Decimal | None:
    """An amount, where it is a number."""
    held = data.get(key)
    return Decimal(held) if isinstance(held, int | Decimal) and not isinstance(held, bool) else None


def decimals(amount: Decimal) -> int:
    """How many decimals an amount needs: 2 for 12.50, whatever follows as noughts."""
    _, digits, exponent = amount.as_tuple()
    places = -exponent if isinstance(exponent, int) else 0
    for digit in reversed(digits):
        if digit or places <= 0:
            break
        places -= 1
    return max(places, 0)


def shown(amount: Decimal, currency: str = "GBP") -> str:
    """An amount in words: "£12,345.60"."""
    figure = f"{abs(amount):,.2f}" if decimals(amount) <= 2 else f"{abs(amount):,f}"
    sign = "−" if amount < 0 else ""
    return f"{sign}£{figure}" if currency in ("GBP", "") else f"{sign}{currency} {figure}"


def check_amounts(findings: Findings, grant: Grant) -> None:
    """All amounts of one grant."""
    data, pointer = grant.data, grant.pointer
    currency = text_of(data, "currency")
    for key in _AMOUNTS:
        amount = number_of(data, key)
        if amount is not None:
            _one(findings, f"{pointer}/{key}", amount, currency, f"The amount {_WORDS[key]}", key)
    awarded = number_of(data, "amountAwarded")
    asked, paid = number_of(data, "amountAppliedFor"), number_of(data, "amountDisbursed")
    if awarded is not None and asked is not None and 0 < asked < awarded:
        rule = f"{shown(awarded, currency)} is awarded, more than the {shown(asked, currency)} applied for."
        remedy = "Check that the two amounts were not exchanged."
        findings.add(
            "GIVING-APPLIED", f"{pointer}/amountAwarded", rule, remedy, beside=(f"{pointer}/amountAppliedFor",)
        )
    if awarded is not None and paid is not None and paid > awarded:
        rule = f"{shown(paid, currency)} is disbursed, more than the {shown(awarded, currency)} awarded."
        remedy = "Check both; if the award was raised, give the amount as raised."
        findings.add(
            "GIVING-DISBURSED", f"{pointer}/amountDisbursed", rule, remedy, beside=(f"{pointer}/amountAwarded",)
        )
    _transactions(findings, grant, currency)
    _currency(findings, grant, currency)


def _one(findings: Findings, pointer: str, amount: Decimal, currency: str, what: str, key: str) -> None:
    if amount < 0:
        rule = f"{what} is negative ({shown(amount, currency)})."
        remedy = "An award that was taken back is left out, or given with the amount now in force."
        findings.add("GIVING-AMOUNT-NEGATIVE", pointer, rule, remedy)
    elif amount == 0 and key == "amountAwarded":
        rule = "The amount awarded is nothing."
        remedy = "If the amount is not known or not public, leave the grant out and say so; do not write nought."
        findings.add("GIVING-AMOUNT-ZERO", pointer, rule, remedy)
    whole = currency in _WITHOUT_PENCE
    if decimals(amount) > (0 if whole else 2):
        rule = f"{what} has more decimals than {'the currency' if whole else 'pence'} ({amount})."
        findings.add("GIVING-AMOUNT-PENCE", pointer, rule, "Give the amount that was paid, in whole pence.")
    if amount >= _MOST:
        rule = f"{what} is {shown(amount, currency)}, more than any grant."
        findings.add("GIVING-AMOUNT-LARGE", pointer, rule, "Check the number of digits and the decimal point.")


def _transactions(findings: Findings, grant: Grant, currency: str) -> None:
    for key, total in _TRANSACTIONS.items():
        some = list(grant.objects(key))
        values = [number_of(one, "value") for _, one in some]
        for (pointer, one), value in zip(some, values, strict=True):
            if value is not None and value < 0:
                rule = f"The transaction is negative ({shown(value, text_of(one, 'currency') or currency)})."
                findings.add(
                    "GIVING-AMOUNT-NEGATIVE", f"{pointer}/value", rule, "Say in its description what it takes back."
                )
            if value is not None and decimals(value) > 2:
                rule = f"The transaction has more decimals than pence ({value})."
                findings.add("GIVING-AMOUNT-PENCE", f"{pointer}/value", rule, "Give whole pence.")
        stated = number_of(grant.data, total)
        others = {text_of(one, "currency") or currency for _, one in some} - {currency}
        known = [value for value in values if value is not None]
        if some and stated is not None and len(known) == len(some) and not others and sum(known) != stated:
            rule = (
                f"The transactions add up to {shown(Decimal(sum(known)), currency)}, and the amount "
                f"{_WORDS[total]} is {shown(stated, currency)}."
            )
            where = f"{grant.pointer}/{total}"
            findings.add(
                "GIVING-TRANSACTIONS", where, rule, "Add the transaction that is missing, or correct the amount."
            )


def _currency(findings: Findings, grant: Grant, currency: str) -> None:
    if not currency or currency == "GBP":
        return
    parties = [
        text_of(one, "id").upper()
        for key in ("fundingOrganization", "recipientOrganization")
        for _, one in grant.objects(key)
    ]
    british = bool(parties) and all(party.startswith(("GB-", "360G-")) for party in parties)
    pointer = f"{grant.pointer}/currency"
    if currency in NO_CURRENCY:
        findings.add("GIVING-CURRENCY", pointer, f"{currency} stands for no currency.", "Give GBP, if it is pounds.")
    elif british and any(party.startswith("GB-") for party in parties):
        rule = f"Funder and recipient are in the United Kingdom, and the currency is {currency}."
        findings.add("GIVING-CURRENCY", pointer, rule, "Give GBP, if it is pounds.")
