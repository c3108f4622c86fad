#!/usr/bin/env python3
"""Makes the table of norms that the library is compared with from the reading notes: of their Markdown tables only what
can be compared is kept, never their words.
    digest.py NOTES.md... -o stdlib/rows.csv
"""
import argparse
import csv
import re
import sys
import unicodedata
from datetime import date, timedelta
from pathlib import Path

FIELDS = ["id", "citation", "kind", "bearer", "n", "unit", "min", "max", "base", "from", "to", "confidence", "sources", "condition"]
NOTHING = {"", "-", "–", "?"}

# The instrument of a row by how its id begins; the longest beginning wins.
INSTRUMENTS = {
    "AIL-": "AIL", "D142-": "ND142", "QD33-": "QD33", "TT05-": "TT05", "DTI-": "DTI", "DR-": "DR25", "IPL-": "IPL", "D134-": "D134",
    "ETL-": "ETL", "ET-": "ETL", "CPL-": "CPL", "EU-": "AIA", "P1290-": "QD1290", "P57": "NQ57", "P127": "QD127", "P1671": "QD1671",
    "P367": "QD367", "P804": "QD804", "P1528": "QD1528", "UN-": "UNR", "OECD-": "OECDP", "SBV-": "SBV26", "CC-": "BLDS", "TIME-": "BLDS",
    "PDPL-": "PDPL", "D356-": "D356", "NQ22-": "NQ22", "INV-": "INV143", "SME-": "D80", "D330-": "D330", "D13-": "D13", "LD-": "LD",
    "D165-": "D165", "QD20-": "QD20", "D363-": "D363", "CSL18-": "CSL18", "D53-": "D53", "L116-": "L116", "D333-": "D333", "D331-": "D331",
    "LEO-193": "NQ193", "LEO-D88": "ND88", "LEO-659": "QD659", "LEO-lic": "GP2026", "GDPR-": "GDPR", "L64-": "L64", "HOL-": "LAB", "HOL-R28": "NQ28",
}
# These are known as wholes: no article of them was read.
WHOLE = ("DR-", "P1", "P3", "P5", "P8", "UN-", "OECD-", "SBV-", "NQ22-", "LEO-659", "LEO-lic", "IPL-low")

# How a row binds; the first that matches wins. Two words of one row are two kinds.
KINDS = [
    (r"^cap$|\(cap\)", "cap"), (r"sanction|is fined", "sanction"),
    (r"must not duplicate", "prohibition;permission"), (r"may / must not", "permission;prohibition"), (r"must not", "prohibition"),
    (r"must / may", "duty;permission"), (r"must / power", "duty;power"), (r"may / must|may; must|may; decides", "permission;duty"),
    (r"power of authority; must", "power;duty"), (r"policy / must", "encouragement;duty"),
    (r"\(deferred\)", "temporal"), (r"^may list$", "power"), (r"follows other law", "exemption"), (r"^transition$", "transition"), (r"^limitation$", "limitation"),
    (r"^may \(encouraged\)|should|^soft$|^policy$|^principle$", "encouragement"),
    (r"must|liable", "duty"), (r"^power", "power"), (r"^may", "permission"),
    (r"in scope|is subject|excluded|limits scope", "scope"), (r"defined|lists", "definition"), (r"exempt|limits", "exemption"),
    (r"deemed|is valid|attribut|is protected|evidence", "deeming"), (r"counting|computes", "counting"), (r"conflict", "conflict"),
    (r"temporal|enters into force|repeals|amends", "temporal"), (r"condition", "condition"), (r"^-$", "note"),
]

# Who is bound: words of the notes to the parties of the library, an empty word to none.
BEARERS = {
    "actor": "anyone", "any actor": "anyone", "all actors": "anyone", "everyone": "anyone", "all": "anyone", "anyone": "anyone", "every actor": "anyone",
    "any org": "anyone", "any agency": "anyone", "org": "anyone", "individual": "anyone", "person": "anyone", "every processing actor": "controller;controller_processor;processor;third_party",
    "every collector": "anyone", "any holder": "anyone", "violator": "anyone", "any involved actor": "anyone", "publisher": "anyone",
    "agency, organisation": "organisation", "agency": "state_body", "organisation": "organisation", "enterprise": "enterprise", "business": "enterprise",
    "C&P": "controller_processor", "controller": "controller", "processor": "processor", "third party": "third_party", "data subject": "subject",
    "transferor": "transferor", "recipient": "recipient", "filer": "filer", "whoever filed": "filer", "applicant": "filer", "notifier": "controller;controller_processor;third_party",
    "specialised authority": "data_authority", "authority": "authority", "competent authority": "authority", "authorities": "authority",
    "AI authority": "authority", "law-applier": "authority", "competent State agency": "authority", "court": "authority", "officials": "authority",
    "legislator": "national_assembly", "list maker": "ministry;most;province", "portal and database operators": "most", "IP office": "authority",
    "provider": "provider", "deployer": "deployer", "developer": "developer", "user": "user", "foreign provider": "foreign_provider",
    "conformity body": "conformity_body", "sandbox participant": "sandbox_participant", "participant": "sandbox_participant",
    "sandbox applicant": "sandbox_participant", "enterprise in sandbox": "enterprise", "holder": "voucher_holder", "service provider": "voucher_supplier",
    "Fund": "ai_fund", "third-party intruder": "intruder", "affected person": "affected_person", "GPAI provider": "gpai_provider", "systemic-risk GPAI provider": "gpai_provider",
    "model provider": "provider", "standing body of National AI Committee": "ai_committee",
    "MoST": "most", "MPS": "mps", "Ministry of Public Security": "mps", "Minister of Public Security": "minister", "Prime Minister": "prime_minister",
    "PM": "prime_minister", "Government": "government", "ministries": "ministry", "ministry": "ministry", "province": "province",
    "provincial People's Committees": "province", "provincial People's Committee": "province", "provinces": "province", "State": "state_body",
    "state body": "state_body", "State bodies": "state_body", "state bodies": "state_body", "managing agencies": "state_body", "Party": "state_body",
    "employer": "employer", "recruiter": "employer", "worker": "worker", "foreign worker": "worker", "trader": "trader", "insurer": "insurer",
    "health-sector actor": "health_actor", "health actor": "health_actor", "finance actor": "finance_actor",
    "finance, banking, credit-information actor": "finance_actor", "advertising service business": "advertiser", "advertiser": "advertiser",
    "marketing business": "advertiser", "behavioural, targeted or personalised advertiser": "advertiser", "network service provider": "network_provider",
    "telecom, Internet provider": "network_provider", "obliged enterprise": "network_provider", "domestic enterprise": "domestic", "foreign enterprise": "foreign",
    "cloud provider": "cloud_provider", "cloud actor": "cloud_provider", "big-data actor": "technology_actor", "blockchain actor": "technology_actor",
    "AI operator": "technology_actor", "AI or metaverse actor": "technology_actor", "AI, metaverse actor": "technology_actor",
    "actor processing with AI": "technology_actor", "processor of personal data in AI": "technology_actor", "legal representative": "representative",
    "social network, online media provider": "platform", "social, online media, digital content": "platform", "mobile app platform": "platform",
    "data manager": "data_manager", "manager": "data_manager", "manager of core or important data": "data_manager", "data owner": "data_owner",
    "owner": "data_owner", "non-State owner": "data_owner", "non-State data owner": "data_owner", "exporter": "transferor", "system owner": "system_owner",
    "right holder": "rights_holder", "human creator": "rights_holder", "processing-service business": "enterprise",
    "certified processing-service business": "enterprise", "service-provider organisation": "service_provider",
    "individual service provider": "service_provider", "VN agency, org or individual; foreign org or individual": "anyone", "foreign actors in AI activity in VN": "anyone",
    "any sectoral user of AI": "anyone", "actor applying AI in health": "anyone", "actor applying AI in education": "anyone",
    "actor using AI in scientific research": "anyone", "classifier": "provider", "developer of low-risk system": "developer",
    "reporters": "anyone", "reporter": "anyone", "notifier, reporter": "anyone", "holder of assessed system": "provider",
    "deployers of medium": "deployer", "low": "deployer", "operator of an important AI application in an essential field": "organisation",
    "ministries, provincial and lower People's Committees": "ministry;province;state_body", "org, individual with AI databases": "anyone",
    "org, individual in AI": "anyone", "SME, start-up, S&T body, research group with feasible project": "anyone", "authority or any involved actor": "anyone", "SME": "enterprise", "innovative start-up in AI": "enterprise", "innovative start-up": "enterprise",
    "start-up": "enterprise", "S&T body": "organisation", "research group with feasible project": "organisation", "public-service provider using AI": "organisation",
    "public decision-maker": "state_body", "agency operating the system": "state_body", "head of body": "state_body", "managing agency": "state_body",
    "org, individual inspected": "anyone", "actor with state-secret AI": "anyone", "deployer that releases the work": "releaser",
    "actor that generated or edited the content in production": "maker", "ministry managing the main use": "ministry", "operator": "deployer",
    "supply chain": "developer;provider;deployer", "claimant": "rights_holder", "user of TDM": "anyone", "originator": "anyone", "contracting parties": "anyone",
    "R&D actors": "anyone", "foreign companies": "foreign", "schools": "organisation", "credit institutions": "finance_actor", "e-wallets": "finance_actor",
    "Vietnamese agency, organisation, individual": "anyone", "foreign agency, organisation, individual in Vietnam": "anyone",
    "foreign agency, organisation, individual abroad": "anyone", "foreign agency": "anyone", "other VN": "anyone", "foreign actors": "anyone",
    "VN actors": "anyone", "foreign actors in VN": "anyone", "VN actors abroad": "anyone", "foreign actors taking part in processing in VN": "anyone",
    "foreign actor taking part in or related to digital-data activity in VN": "anyone", "non-State actor": "anyone",
    "State agency and those serving it": "state_body", "every actor relying on Đ19 k1": "anyone", "relier on Đ19": "anyone", "any processor of child data": "anyone",
    "any processor of such data": "anyone", "health and insurance actor": "health_actor;insurer", "health app": "health_actor",
    "actor using big data, AI, blockchain, metaverse, cloud": "cloud_provider;cloud_user;technology_actor", "biometric processor": "controller;controller_processor;processor",
    "location, biometric actor": "controller;controller_processor", "recorder in public": "anyone", "small enterprise": "organisation",
    "startup enterprise": "organisation", "small": "enterprise", "startup": "enterprise", "micro": "enterprise", "MEDIUM": "enterprise",
    "household business": "organisation", "micro enterprise": "organisation", "household": "organisation", "data seller on exchange": "transferor",
    "the actor that DIRECTLY collected": "finance_actor", "party contracting with a cloud provider": "cloud_user", "cloud user": "cloud_user", "DPO": "organisation",
    "transferor for a fee": "transferor", "data-protection SERVICE PROVIDER": "service_provider", "MND": "ministry",
    "owner, manager of core or important data": "data_owner;data_manager", "core": "", "domestic and foreign provider on telecom, Internet, value-added services in VN": "network_provider",
    "domestic and foreign provider of telecom, Internet, value-added services in VN": "network_provider", "telecom, Internet, hosting, data-centre, app provider": "network_provider",
    "DOMESTIC enterprise": "domestic", "FOREIGN enterprise in one of 10 service lines": "foreign", "foreign enterprise doing business in VN in one of 11 lines": "foreign",
    "data holder": "data_manager", "foreign investor": "satellite_operator", "SpaceX's VN company": "satellite_operator", "Starlink Services Vietnam Co.": "satellite_operator",
    "controller, processor not established in the EU": "controller;processor", "non-EU controller, processor under Art 3": "controller;processor",
    "keeper": "anyone", "account operator": "anyone", "very large intermediary platform": "platform", "trader or party storing the information": "third_party;trader",
    "owner of an information system whose level was set under Law 86/2015;  owner of products, services, technical means already in use;  licence holder": "system_owner;enterprise",
    "political organisations": "organisation", "Party bodies": "organisation", "political bodies": "organisation", "adherents": "anyone", "secret": "", "defence": "", "security systems": "",
    "foreign actors": "anyone", "user of AI serving state management": "user", "public services": "", "as Government lists": "", "parties": "", "text": "", "implementing text": "", "Member States": "",
}
# Parties that an instrument knows by a word of its own.
OWN_BEARERS = {
    "DTI-": {"provider": "earlier_provider", "deployer": "earlier_deployer", "developer": "earlier_developer"},
    "DR-": {"gpai_provider": "provider"}, "EU-": {"provider": "eu_provider", "deployer": "eu_deployer"}, "D333-": {"provider": "network_provider"}, "LEO-": {"provider": "satellite_operator"}, "D356-12": {"provider": "cloud_provider"},
    "D142-22": {"filer": "sandbox_participant"}, "D356-27": {"voucher_holder": "enterprise"},
    "D356-25": {"filer": "anyone"}, "NQ22-2": {"filer": "anyone"}, "ETL-": {"recipient": "anyone"},
}
# What the library calls a source of the notes.
SOURCES = {"S35": "WIKI_ETL4", "S36": "ICT_SIGN", "S45": "TVPL_ETL14", "S46": "WIKI_ETL2"}
UNITS = {"hour": "hours", "h": "hours", "working day": "working_days", "day": "days", "week": "weeks", "month": "months", "year": "years"}


def nfc(text):
    return unicodedata.normalize("NFC", text).strip()


def instrument_of(row_id):
    return INSTRUMENTS[max((p for p in INSTRUMENTS if row_id.startswith(p)), key=len)]


def citation_of(row_id, text):
    """`Đ14 k1 đđ` as `AIL@14.1.đ`; several parts stand side by side, a run of points as a range."""
    name = instrument_of(row_id)
    if row_id.startswith(WHOLE):
        return name
    text = re.sub(r"\((?:added|amended|original|text|Section|clause|list|a reader|inference|number|per|read|important)[^)]*\)", " ", text)
    annex = re.search(r"(?:PL|Phụ lục)\s*(I+V?|V?I*)?\s*mục\s+([IVX]+|\d+)\.?(\d+)?(?:\s*đ([a-z]))?", text)
    if annex:
        return f"{name}@PL." + ".".join(p for p in annex.groups() if p)
    item = re.search(r"Annex (IV|III) item (\d+)", text)
    if item:
        return f"{name}@PL.{item[1]}.{item[2]}"
    eu = re.findall(r"Art\s+(\d+)(?:[–-](\d+))?((?:(?:, )?\(\d+\)(?:[–-]\(\d+\))?)*)", text)
    if eu:
        out = []
        for article, last, clauses in eu:
            numbers = re.findall(r"\((\d+)\)", clauses)
            if last:
                out.append(f"{name}@{article}..@{last}")
            elif "–" in clauses:
                out.append(f"{name}@{article}.{numbers[0]}..@{article}.{numbers[-1]}")
            else:
                out += [f"{name}@{article}.{n}" for n in numbers] or [f"{name}@{article}"]
        return " ".join(out)
    if name == "D356" and "165/" not in text:
        text = text.replace("NĐ 356/2025", " ")
    text = re.sub(r"as amended by.*|\bD(?:53|331|80)(?:/2021)?\b|L(?:20|19|64)/20\d\d|NQ 193/2025|NĐ 88/2025|BLDS 2015|NQ 28/2026/QH16|Luật SHTT|NĐ 17/2023", " ", text)
    out, article, clause = [], None, None
    pattern = r"Đ(\d+[a-z]?)|k(\d+)(?:[–-]k?(\d+))?|(?:đ\.|\bđ)([a-zđ])(?!\w)(?:[–-]([a-zđ]))?|câu (\d)|c(\d)\b|đoạn (\d)|(?<=, )(\d+[a-z]?)\b|(?<=, )([a-zđ])\b(?!\.)"
    for m in re.finditer(pattern, text):
        if m[1] or m[9]:
            article, clause = m[1] or m[9], None
            out.append(article)
        elif m[2]:
            clause = m[2]
            stem = f"{article}.{clause}"
            if out and out[-1] == article:
                out.pop()
            out.append(stem if not m[3] else f"{stem}..@{article}.{m[3]}")
        elif m[4] or m[10]:
            stem = f"{article}.{clause}" if clause else article
            if out and out[-1] == stem:
                out.pop()
            point = m[4] or m[10]
            out.append(f"{stem}.{point}" + (f"..@{stem}.{m[5]}" if m[5] else ""))
        elif m[6] or m[7] or m[8]:
            out[-1] += f"#s{m[6] or m[7]}" if not m[8] else f"#{m[8]}"
    return " ".join(f"{name}@{part}" for part in out) or name


def kind_of(text):
    for pattern, kind in KINDS:
        if re.search(pattern, text):
            return kind
    raise SystemExit(f"unknown modality: {text}")


def bearers_of(text, unknown):
    """The parties named, in alphabetical order; what has no party of its own in the library is left to `unknown`."""
    if text in NOTHING:
        return ""
    plain = nfc(re.sub(r"\([^)]*\)", "", text))
    if plain in BEARERS:
        return ";".join(sorted(BEARERS[plain].split(";")))
    found = set()
    for part in re.split(r"\s*[,;/]\s*|\s+and\s+|\s+AND\s+|\s+or\s+", plain):
        if part in BEARERS:
            found.update(BEARERS[part].split(";"))
        elif part:
            unknown.append(plain)
            return "other"
    return ";".join(sorted(found - {""}))


def terms_of(*texts):
    out = []
    for text in texts:
        text = re.sub(r"[A-Z]+\d*(?:-[\w…]+)+", " ", text)  # other rows
        text = re.sub(r"\byearly\b|(?:once )?per year\b", "every 1 year", text)
        text = re.sub(r"(\d+ working days) \((\w+)\), (\d+) \((\w+)\), (\d+) ", r"\1, \3 working days, \5 working days ", text)
        for m in re.finditer(r"(\d+)(?:\s*[–-]\s*(\d+))?(?:\s+(?:further))?\s*(working day|hour|day|week|month|year|h\b)s?", text, re.I):
            for number in (m[1], m[2]):
                term = (int(number or 0), UNITS[m[3].lower()])
                if number and term not in out and term[0] < 1900:
                    out.append(term)
    return out


def money(text, scale):
    value = float(text.replace(",", "")) if "," in text else float(text)
    return int(value * {"m": 10**6, "bn": 10**9, "VND": 1, "": 1}[scale])


def fines_of(text):
    """Every range of a fine in VND, in the order of the text."""
    out = []
    for m in re.finditer(r"(?<![\d,.])(\d[\d,]*)\s*(m|bn)?\s*[–-]\s*(\d[\d,]*)\s*(m|bn|VND)\b", text):
        low = money(m[1], m[2] or m[4])
        if (low, money(m[3], m[4])) not in out:
            out.append((low, money(m[3], m[4])))
    if not out:
        for m in re.finditer(r"(?:maximum fine|Max|cap = )\s*(?:VND )?(\d[\d,]*)\s*(m|bn|VND)?", text):
            if (0, money(m[1], m[2] or "")) not in out:
                out.append((0, money(m[1], m[2] or "")))
    return out


def base_of(row_id, kind, text, fines):
    if kind not in ("sanction", "cap") or not fines:
        return ""
    if row_id == "D330-42-2":
        return "unsettled"
    if "individual base" in text or row_id.startswith("D363-19"):
        return "individual"
    return "organisation"


def force_of(row_id, text, deadline):
    if text == "see deadline":
        text = re.sub(r"^[^;:]*(?:list|systems)\S*: |^.*Annex III: ", "", deadline)
    elif ";" in text:
        wanted = {"D330": "D330", "D356": "D356", "IPL": "IPL", "D134": "D134"}[row_id.split("-")[0]]
        text = next(p for p in text.split(";") if p.strip().startswith(wanted)).split(":", 1)[1]
    if text == "never":
        return "never", ""
    if "→" in text:
        start, end = (p.strip() for p in text.split("→", 1))
    else:
        start, end = (text, "") if not text.startswith("until") else ("", text)
    unsettled = re.search(r"K-\d+", end)
    day = re.search(r"\d{4}-\d\d-\d\d", end)
    if day and end.startswith("until"):  # its first day without force
        return "unknown", str(date.fromisoformat(day[0]) - timedelta(1))
    first = re.search(r"\d{4}(?:-\d\d-\d\d)?", start)
    last = unsettled[0] if unsettled else day[0] if day else "unknown" if end not in {"", "open"} else ""
    return (first[0] if first else "unknown"), last


def sources_of(text):
    links = re.findall(r"\]\((https?://[^)]*)\)", text)
    return " ".join(links or [SOURCES.get(code, code) for code in re.findall(r"\bS\d+\b", text)])


def tables(path):
    head = None
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            head = None
            continue
        cells = [nfc(c) for c in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if cells[0] == "id" and "modality" in cells:
            head = cells
        elif head and not set(line) <= set("|-: "):
            yield cells


def rows(paths):
    seen, unknown, before = {}, [], ""
    for path in paths:
        for cells in tables(path):
            row_id, citation, bearer, modality, condition, what, deadline, exceptions, sanction, force, confidence, source = cells
            if bearer.startswith("same"):
                bearer = before
            before = bearer
            kind = kind_of(modality)
            bound = bearers_of(bearer, unknown)
            for start, words in OWN_BEARERS.items():
                if row_id.startswith(start):
                    bound = ";".join(sorted(words.get(one, one) for one in bound.split(";")))
            fines = fines_of(what if kind in ("sanction", "cap") else "")
            terms = terms_of(deadline) or ([] if kind in ("sanction", "cap", "counting", "definition") else terms_of(what))
            start, end = force_of(row_id, force, deadline)
            row = {
                "id": row_id, "citation": citation_of(row_id, citation), "kind": kind, "bearer": bound,
                "n": ";".join(str(n) for n, _ in terms), "unit": ";".join(u for _, u in terms),
                "min": ";".join(str(low) for low, _ in fines), "max": ";".join(str(high) for _, high in fines),
                "base": base_of(row_id, kind, what, fines), "from": start, "to": end,
                "confidence": confidence.split("/")[-1][:1], "sources": sources_of(source),
                "condition": "no further condition" if condition in NOTHING else "stated",
            }
            seen[row_id] = row  # where two notes hold a row, the later one is its home
    return list(seen.values()), unknown


def main():
    args = argparse.ArgumentParser()
    args.add_argument("notes", nargs="+")
    args.add_argument("-o", "--output", required=True)
    args = args.parse_args()
    table, unknown = rows(args.notes)
    with open(args.output, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table)} rows", file=sys.stderr)
    for text in dict.fromkeys(unknown):
        print(f"no party for: {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
