"""A plot of a long run as SVG: memory above, latency below, over what was done."""

WIDTH, HEIGHT, LEFT, RIGHT = 760, 190, 70, 20
INK, SOFT, LINES = "#1a1a2e", "#9aa0ae", {"memory": "#2457a6", "p50": "#2e7d4f", "p99": "#b3541e"}


def nice(most):
    """A round number that is not below."""
    size = 1.0
    while size * 10 <= most:
        size *= 10
    while size > most:
        size /= 10
    return next(size * step for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if size * step >= most)


def number(value):
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2f}"


def panel(top, title, unit, done, lines):
    """One diagram; lines: {name: values}."""
    most = nice(max(max(values) for values in lines.values()) or 1)
    low = top + HEIGHT - 30

    def at(i, value):
        x = LEFT + (WIDTH - LEFT - RIGHT) * done[i] / done[-1]
        return f"{x:.1f},{low - (HEIGHT - 70) * value / most:.1f}"

    out = [f'<text x="{LEFT}" y="{top + 16}" font-weight="bold">{title}</text>']
    for share in (0, 0.5, 1):
        y = low - (HEIGHT - 70) * share
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{SOFT}" stroke-width="0.5"/>'
                   f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(most * share)} {unit}</text>')
    for n, (name, values) in enumerate(lines.items()):
        points = " ".join(at(i, value) for i, value in enumerate(values))
        out.append(f'<polyline fill="none" stroke="{LINES[name]}" stroke-width="1.5" points="{points}"/>')
        if len(lines) > 1:
            out.append(f'<text x="{WIDTH - RIGHT - 50 * n}" y="{top + 16}" text-anchor="end" fill="{LINES[name]}">{name}</text>')
    for share in (0.25, 0.5, 0.75, 1):
        x = LEFT + (WIDTH - LEFT - RIGHT) * share
        out.append(f'<text x="{x:.1f}" y="{low + 16}" text-anchor="end">{number(done[-1] * share)}</text>')
    return "\n".join(out)


def svg(title, unit, parts):
    """`unit`: of the latencies; parts: what run.py keeps of a run."""
    done = [part["done"] for part in parts]
    memory = panel(30, f"{title}: resident memory", "MB", done, {"memory": [part["kb"] / 1024 for part in parts]})
    latency = panel(30 + HEIGHT, f"{title}: latency", unit, done,
                    {"p99": [part["p99"] for part in parts], "p50": [part["p50"] for part in parts]})
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {2 * HEIGHT + 30}" font-family="sans-serif" '
            f'font-size="11" fill="{INK}">\n<rect width="100%" height="100%" fill="#fff"/>\n{memory}\n{latency}\n</svg>\n')
