"""Tables of what was measured."""
import os
import platform

from programs import PEAK_MIB

HEADS = ("input", "program", "mode", "packets", "seconds", "packets/s", "peak MiB", "udpinspect is", "wanted")
RIGHT = (3, 4, 5, 6)


def mib(row):
    return row.peak_kib / 1024


def is_peak_met(row):
    return row.mode.program != "udpinspect" or mib(row) < PEAK_MIB


def verdict(wanted, is_met):
    return f"{wanted}: {'ok' if is_met else 'NOT MET'}"


def ratio(row):
    if not row.comparison:
        return ""
    if row.speed is None:
        return "too short to tell"
    if row.comparison.is_time:
        return f"{1 / row.speed:.2f} times its time"
    return f"{row.speed:.{0 if row.speed >= 20 else 1}f} times as fast"


def wanted(row):
    if row.mode.program == "udpinspect":
        return verdict(f"under {PEAK_MIB} MiB", is_peak_met(row))
    return verdict(row.limit, row.is_met) if row.limit else ""


def align(heads, rows, right):
    """Columns as wide as what is in them."""
    widths = [max(len(line[i]) for line in [heads, *rows]) for i in range(len(heads))]
    for line in [heads, *rows]:
        yield "  ".join(cell.rjust(width) if i in right else cell.ljust(width)
                        for i, (cell, width) in enumerate(zip(line, widths))).rstrip()


def table(rows, has_limits=True):
    lines = [(row.input, row.mode.program, row.mode.label, f"{row.packets:,}", f"{row.seconds:.3f}",
              f"{row.packets / row.seconds:,.0f}", f"{mib(row):.1f}", ratio(row), wanted(row) if has_limits else "")
             for row in rows]
    notes = [f"{peer} read fewer packets: the time of a packet is compared, start-up taken off"
             for peer in dict.fromkeys(row.mode.program for row in rows if row.mode.is_scaled)]
    return "\n".join([*align(HEADS, lines, RIGHT), *notes])


def markdown(rows):
    """Ratios only: what a machine takes says little about another."""
    inputs = list(dict.fromkeys(row.input for row in rows))
    cells, mode = {}, None
    for row in rows:
        if not row.comparison:
            mode = row.mode.label
        else:
            cells.setdefault((mode, f"{row.mode.program} {row.mode.label}".strip()), {})[row.input] = ratio(row)
    lines = ["| udpinspect | against | " + " | ".join(inputs) + " |", "| --- | --- |" + " --- |" * len(inputs)]
    lines += [f"| {ours} | {peer} | " + " | ".join(by_input.get(name, "") for name in inputs) + " |"
              for (ours, peer), by_input in cells.items()]
    machine = f"{os.cpu_count()} cores, Linux {platform.release().split('-')[0]}, {platform.machine()}"
    return "\n".join([*lines, "", f"Medians, measured by `tests/bench/run` on {machine}."])
