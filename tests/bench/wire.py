"""Two network namespaces, joined by a pair of interfaces; what one sends, a program in the other captures.

The datagrams go to a MAC address that is nobody's: the receiver's IP stack drops them at once and answers nothing,
while captures see them all. Nothing else is sent, so the interface counts what was offered.
"""
import os
import pathlib
import subprocess
import time

SENDER_CPU, CAPTURE_CPU = 0, 1
DEVICE, TARGET, NOBODY = "wire1", "192.0.2.2", "02:00:00:00:00:99"
SECONDS_TO_OPEN = 10
PAUSE, MOST_PAUSES = 1.5, 20    # seconds; the last packets wait in the kernel for a second before tcpdump sees them


def pin(cpu):
    """To be called in the child."""
    cpus = sorted(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {cpus[cpu % len(cpus)]})


class Wire:
    def __enter__(self):
        self.sender, self.receiver = f"bench-{os.getpid()}-a", f"bench-{os.getpid()}-b"
        self.captures = []
        try:
            self.lay()
        except subprocess.CalledProcessError as error:
            self.__exit__()
            raise SystemExit(f"bench: {error.stderr.strip()}: network namespaces need root") from None
        return self

    def __exit__(self, *_):
        for process in self.captures:
            if process.poll() is None:
                process.kill()
                process.wait()
        for space in (self.sender, self.receiver):
            subprocess.run(["ip", "netns", "del", space], stderr=subprocess.DEVNULL)

    def lay(self):
        for space in (self.sender, self.receiver):
            ip("netns", "add", space)
        ip("-n", self.sender, "link", "add", "wire0", "type", "veth", "peer", "name", DEVICE, "netns", self.receiver)
        for space, device, address in ((self.sender, "wire0", "192.0.2.1/24"), (self.receiver, DEVICE, f"{TARGET}/24")):
            ip("-n", space, "link", "set", device, "addrgenmode", "none")
            ip("-n", space, "address", "add", address, "dev", device)
            ip("-n", space, "link", "set", device, "up")
        ip("-n", self.sender, "neighbour", "replace", TARGET, "lladdr", NOBODY, "dev", "wire0")

    def offered(self):
        """How many packets have reached the interface."""
        path = f"/sys/class/net/{DEVICE}/statistics/rx_packets"
        command = ["ip", "netns", "exec", self.receiver, "cat", path]
        return int(subprocess.run(command, capture_output=True, check=True).stdout)

    def flood(self, tool, *words):
        command = ["ip", "netns", "exec", self.sender, tool, TARGET, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=pin(SENDER_CPU)).stdout

    def start(self, command, **streams):
        """Starts a capture, and waits until it listens."""
        process = subprocess.Popen(["ip", "netns", "exec", self.receiver, *command], preexec_fn=pin(CAPTURE_CPU),
                                   env={**os.environ, "TZ": "UTC"}, **streams)
        self.captures.append(process)
        sockets = pathlib.Path(f"/proc/{process.pid}/net/packet")
        for _ in range(SECONDS_TO_OPEN * 50):
            time.sleep(0.02)
            if process.poll() is not None:
                raise SystemExit(f"bench: {' '.join(map(str, command))}: ended with status {process.returncode}")
            is_inside = not os.path.samefile(f"/proc/{process.pid}/ns/net", "/proc/self/ns/net")
            if is_inside and len(sockets.read_text().splitlines()) > 1:
                time.sleep(0.3)     # the ring is mapped after the socket is there
                return process
        raise SystemExit(f"bench: {' '.join(map(str, command))}: captures nothing")


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def cpu_seconds(pid):
    """Of a process and of the children that it has waited for."""
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def wait_idle(pid):
    """Until the process has caught up: until it does nothing for a while."""
    last = -1.0
    for _ in range(MOST_PAUSES):
        if cpu_seconds(pid) == last:
            break
        last = cpu_seconds(pid)
        time.sleep(PAUSE)
