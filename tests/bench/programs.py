"""The programs, the modes in which they are run, and what is promised of them."""
import dataclasses
import pathlib
import re
import shutil
import subprocess

FIELDS = "frame,time,ipv4.src,udp.src_port,ipv4.dst,udp.dst_port,udp.length"
TSHARK_FIELDS = "frame.number frame.time_epoch ip.src udp.srcport ip.dst udp.dstport udp.length".split()
FILTER = ("udp", "or", "vlan")      # all packets of the inputs, but the filter has to find that out
FILE = "{file}"

TSHARK_PACKETS = 20_000
PAGES = 200_000     # packets for the forms that print a page of each
PEAK_MIB = 16


@dataclasses.dataclass(frozen=True)
class Mode:
    """A program and its options. `packet` is how the line begins that it prints once a packet; None if it prints a
    capture, which pcap_loop counts. `total` finds the number where it says it itself. `most` is for slow programs."""
    program: str
    options: tuple
    packet: bytes | None = b""
    total: bytes | None = None
    option: str | None = None       # a word of --help without which the program does not have this mode
    most: int | None = None
    name: str = ""

    @property
    def label(self):
        return self.name or " ".join(word for word in self.options if word not in ("-r", FILE)).strip()

    @property
    def is_scaled(self):
        """A slow program reads fewer packets; then the times of a packet are compared, start-up taken off."""
        return self.most == TSHARK_PACKETS


def inspect(*options, packet=b"", filter=(), **more):
    return Mode("udpinspect", (*options, "-r", FILE, *filter), packet, **more)


def tcpdump(*options, packet=rb"\d\d:\d\d:\d\d\.", most=None, filter=()):
    return Mode("tcpdump", (*options, "-r", FILE, *filter), packet, most=most)


def tshark(*options, packet=b"", name=""):
    return Mode("tshark", ("-n", "-r", FILE, *options), packet, most=TSHARK_PACKETS, name=name)


OURS = {
    "count": inspect("-q", "--stats", packet=None, total=rb"(\d+) packets? shown"),
    "line": inspect(name="line"),
    "boxes": inspect("-v", packet=rb"#\d+  ", most=PAGES),
    "hex": inspect("-x", packet=rb"#\d+  ", most=PAGES),
    "json": inspect("--json", packet=rb'\{"type":"packet"'),
    "fields": inspect("--fields", FIELDS, option="--fields", name="--fields, 7 of them"),
    "write": inspect("-w", "-", packet=None, option="--write", filter=FILTER),
}

PEERS = {
    "loop": Mode("pcap_loop", (FILE,), None, total=rb"(\d+) packets", name="pcap_next_ex and nothing else"),
    "tcpdump": tcpdump("-nn"),
    "tcpdump-e": tcpdump("-nne"),
    "tcpdump-X": tcpdump("-nnvX", most=PAGES),
    "tcpdump-w": tcpdump("-w", "-", packet=None, filter=FILTER),
    "tshark": tshark(),
    "tshark-V": tshark("-V", packet=rb"Frame \d+: "),
    "tshark-fields": tshark("-T", "fields", *(word for field in TSHARK_FIELDS for word in ("-e", field)),
                            name="-n -T fields, the same"),
    "tshark-ek": tshark("-T", "ek", packet=rb'\{"timestamp"'),
    "tshark-json": tshark("-T", "json", packet=rb' +"_index":'),
}


@dataclasses.dataclass(frozen=True)
class Limit:
    """At least so many times as fast, or at most so many times the time."""
    least: float | None = None
    most: float | None = None

    def is_met(self, speed):
        return speed >= self.least if self.least else 1 / speed <= self.most

    def __str__(self):
        return f"at least {self.least:g}" if self.least else f"at most {self.most:g}"


@dataclasses.dataclass(frozen=True)
class Comparison:
    """What is promised of a mode against a peer, by input. Where nothing is promised, the ratio is only shown."""
    mode: str
    peer: str
    limits: dict = dataclasses.field(default_factory=dict)
    is_time: bool = False       # shown as a multiple of the peer's time: where we cannot be faster


COMPARISONS = (
    Comparison("count", "loop", {"small": Limit(most=2)}, is_time=True),
    Comparison("line", "tcpdump", {"small": Limit(least=4), "mixed": Limit(least=3)}),
    Comparison("line", "tcpdump-e"),
    Comparison("line", "tshark"),
    Comparison("boxes", "tcpdump-X", {"small": Limit(least=4)}),
    Comparison("boxes", "tshark-V"),
    Comparison("hex", "tcpdump-X"),
    Comparison("json", "tshark-ek", {"small": Limit(least=150)}),
    Comparison("json", "tshark-json"),
    Comparison("fields", "tshark-fields", {"small": Limit(least=50)}),
    Comparison("write", "tcpdump-w", {"small": Limit(most=1.3)}, is_time=True),
)
# On ten packets nearly all of the time is start-up.
START = (
    Comparison("line", "tcpdump", {"ten": Limit(most=2)}, is_time=True),
    Comparison("line", "tshark", {"ten": Limit(least=50)}),
)
MOST_INSTRUCTIONS = {"count": 1000, "line": 1950, "json": 4400}


class Programs:
    """Where the programs are, and which modes can be run."""

    def __init__(self, udpinspect, tools, without=()):
        self.paths = {"udpinspect": str(udpinspect), "pcap_loop": str(tools["pcap_loop"])}
        for name in ("tcpdump", "tshark"):
            self.paths[name] = None if name in without else shutil.which(name)
        help_page = subprocess.run([udpinspect, "--help"], capture_output=True, text=True, check=True).stdout
        self.words = set(re.findall(r"--?\w[-\w]*", help_page))

    def has(self, mode):
        return self.paths[mode.program] is not None and (mode.option is None or mode.option in self.words)

    def command(self, mode, path):
        return [self.paths[mode.program], *(word.replace(FILE, str(path)) for word in mode.options)]

    def left_out(self):
        """Sentences."""
        for name in ("tcpdump", "tshark"):
            if self.paths[name] is None:
                yield f"{name} is not installed, or not wanted"
        for mode in OURS.values():
            if not self.has(mode):
                yield f"udpinspect has no {mode.option}"


def compile_tools(folder):
    """The small C programs beside this file; {name: path}."""
    here = pathlib.Path(__file__).resolve().parent
    folder.mkdir(parents=True, exist_ok=True)
    tools = {}
    for name, libraries in (("pcap_loop", ["-lpcap"]), ("launch", []), ("flood", [])):
        source, tools[name] = here / f"{name}.c", folder / name
        if not tools[name].exists() or tools[name].stat().st_mtime < source.stat().st_mtime:
            subprocess.run(["cc", "-std=c17", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-o", tools[name], source,
                            *libraries], check=True)
    return tools
