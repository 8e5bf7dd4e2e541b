"""The process at the other end of a connection, and how to kill it."""

import os
from ipaddress import ip_address

import psutil

Address = tuple[str, int]


def kill_peer(client: Address, server_port: int) -> int:
    """SIGKILL the process that holds the client's end of a loopback connection; return its id.

    Asks every process for its connections, because asking the system for all of them needs
    root on some systems. Raises RuntimeError where there is no such process, or where it is this
    very process (a test that runs client and server in one).
    """
    if not ip_address(client[0]).is_loopback:
        raise RuntimeError(f"{client[0]} is another machine: nothing is killed there.")
    for process in psutil.process_iter():
        try:
            connections = process.net_connections("tcp")
        except psutil.Error:
            continue  # gone, or somebody else's
        ends = [
            (tuple(each.laddr), each.raddr.port)
            for each in connections
            if each.status == psutil.CONN_ESTABLISHED
        ]
        if (client, server_port) in ends:
            if process.pid == os.getpid():
                raise RuntimeError("The client runs in the simulator's own process: not killed.")
            process.kill()
            return process.pid
    raise RuntimeError(f"No process on this machine holds the connection from {client}.")
