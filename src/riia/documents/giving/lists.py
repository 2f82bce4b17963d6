"""Codes that fields are held against: the standard's lists, lists of organisations, and areas of the United Kingdom.

The lists of organisations are those of org-id.guide (July 2026). Only codes are held, no titles but those that a
message needs.
"""

from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parent / "data"

_CURRENCIES: Final = """
    ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARP ARS ARY ATS AUD AWG AYM AZM AZN BAD BAM BBD BDT BEC BEF
    BEL BGJ BGK BGL BGN BHD BIF BMD BND BOB BOP BOV BRB BRC BRE BRL BRN BRR BSD BTN BUK BWP BYB BYN BYR BZD CAD CDF CHC
    CHE CHF CHW CLF CLP CNY COP COU CRC CSD CSJ CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS ECV EEK EGP ERN ESA
    ESB ESP ETB EUR FIM FJD FKP FRF GBP GEK GEL GHC GHP GHS GIP GMD GNE GNF GNS GQE GRD GTQ GWE GWP GYD HKD HNL HRD HRK
    HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAJ LAK LBP LKR
    LRD LSL LSM LTL LTT LUC LUF LUL LVL LVR LYD MAD MDL MGA MGF MKD MLF MMK MNT MOP MRO MRU MTL MTP MUR MVQ MVR MWK MXN
    MXP MXV MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR NZD OMR PAB PEH PEI PEN PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD
    ROK ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK SLL SOS SRD SRG SSP STD STN SUR SVC SYP SZL
    THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK UGS UGW UGX USD USN USS UYI UYN UYP UYU UZS VEB VEF VES
    VNC VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XDR XEU XFO XFU XOF XPD XPF XPT XRE XSU XTS XUA XXX YDD YER YUD YUM
    YUN ZAL ZAR ZMK ZMW ZRN ZRZ ZWC ZWD ZWL ZWN ZWR"""
CURRENCIES: Final = frozenset(_CURRENCIES.split())
_COUNTRIES: Final = """
    AF AX AL DZ AS AD AO AI AQ AG AR AM AW AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BQ BA BW BV BR IO BN BG BF BI KH
    CM CA CV KY CF TD CL CN CX CC CO KM CG CD CK CR CI HR CU CW CY CZ DK DJ DM DO EC EG SV GQ ER EE ET FK FO FJ FI FR GF
    PF TF GA GM GE DE GH GI GR GL GD GP GU GT GG GN GW GY HT HM VA HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE
    KI KP KR KW KG LA LV LB LS LR LY LI LT LU MO MK MG MW MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS MA MZ MM NA NR
    NP NL NC NZ NI NE NG NU NF MP NO OM PK PW PS PA PG PY PE PH PN PL PT PR QA RE RO RU RW BL SH KN LC MF PM VC WS SM ST
    SA SN RS SC SL SG SX SK SI SB SO ZA GS SS ES LK SD SR SJ SZ SE CH SY TW TJ TZ TH TL TG TK TO TT TN TR TM TC TV UG UA
    AE GB US UM UY UZ VU VE VN VG VI WF EH YE ZM ZW"""
COUNTRIES: Final = frozenset(_COUNTRIES.split())
AREA_TYPES: Final = {
    name: frozenset(starts.split())
    for name, starts in (
        line.strip().rsplit(" = ", 1)
        for line in """OA = E00 S00 W00; LSOA = E01 W01; MSOA = E02 W02; PAR = E04; WD = E05 S13 W05; UA = E06 W06
        NMD = E07; MD = E08; LONB = E09; CTY = E10; RGN/GOR = E12; WPC = E14 N06 S14 W07; EER = E15; CANNET = E21
        CSP = E22; PFA = E23; PUA = E25; NPARK = E26; REGD = E28 W20; REGSD = E29 W21; TTWA = E30 S22 W22; FRA = E31
        LAC = E32; WZ = E33 W35; CMWD = E36 W39; LEP = E37; CCG = E38; NHSAT = E39; CMLAD = E41 W40; CMCTY = E42 W41
        SA = N00; DZ = S01; IG = S02; CHP = S03; ROA - CPP = S05; ROA - Local = S06; HB = S08; CA = S12; SPC = S16
        USOA = W03; COM = W04; NAWC = W09; CDRP = W14; AgricSmall = W30; CFA = W33""".replace("\n", ";").split(";")
    )
}
"""How codes of a type of area begin."""
AREA_WORDS: Final = {
    "E06": "a unitary authority", "E07": "a district", "E08": "a metropolitan district", "E09": "a London borough",
    "E10": "a county", "E12": "a region", "E92": "England", "S12": "a Scottish council area",
    "W06": "a Welsh unitary authority", "N09": "a district of Northern Ireland",
}  # fmt: skip
CODES: Final = {
    "currency": CURRENCIES,
    "country": COUNTRIES,
    "open-call": frozenset({"Yes", "No"}),
    "regrant": frozenset(f"FRG0{number}0" for number in range(1, 8)),
    "scope": frozenset({*(f"GLS0{number}0" for number in range(1, 7)), "GLS099"}),
    "reason": frozenset(f"GTIR{number:02d}0" for number in range(1, 13)),
    "purpose": frozenset(f"GTIP{number:02d}0" for number in range(1, 18)),
}
CODE_WORDS: Final = {
    "currency": "a currency code of ISO 4217, such as GBP",
    "country": "a country code of two letters, such as GB",
    "open-call": "Yes or No",
    "regrant": "a code of the list of regrant types, FRG010 to FRG070",
    "scope": "a code of the list of location scopes, GLS010 to GLS060 or GLS099",
    "reason": "a code of the list of reasons for grants to individuals, GTIR010 to GTIR120",
    "purpose": "a code of the list of purposes of grants to individuals, GTIP010 to GTIP170",
}
NO_CURRENCY: Final = frozenset({"XXX", "XTS"})
"""On the list, and no money: none, and for testing."""
OWN: Final = "360G"
"""What begins the identifiers that a publisher makes itself."""
GIVEN_UP: Final = frozenset({"GB-GOVUK"})
"""Lists that org-id.guide keeps and tells to use no longer."""
NEAR_MISSES: Final = {
    "GB-LAC": "GB-LAE", "GB-LA": "GB-LAE", "GB-LAEN": "GB-LAE", "GB-LOCAL": "GB-LAE", "GB-ONS": "GB-LAE",
    "GB-LAW": "GB-PLA", "GB-LAN": "GB-LANI", "GB-GOVT": "GB-GOR", "GB-CH": "GB-COH", "GB-CC": "GB-CHC",
    "UK-CHC": "GB-CHC", "UK-COH": "GB-COH", "GB-OSCR": "GB-SC", "GB-SCO": "GB-SC", "GB-CCNI": "GB-NIC",
}  # fmt: skip
"""What is written for a list that is called otherwise."""


@cache
def organisation_lists() -> frozenset[str]:
    """The code of every list of org-id.guide: GB-LAE, GB-CHC and so on."""
    lines = (_DATA / "organisation_lists.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(
        f"{country}-{code}" for country, _, codes in (line.partition(": ") for line in lines) for code in codes.split()
    )


def list_of(identifier: str) -> str:
    """The list that an organisation's identifier begins with, in capitals; blank where it is none we know."""
    parts = identifier.upper().split("-")
    if parts[0] == OWN:
        return OWN
    for many in (3, 2):
        code = "-".join(parts[:many])
        if len(parts) > many and code in organisation_lists():
            return code
    return ""
