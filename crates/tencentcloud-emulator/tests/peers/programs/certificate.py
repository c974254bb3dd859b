"""Gets a certificate for a domain and all below it, from Pebble, which looks its records up at a DNS
server that answers with what the domain's owner has put into DNSPod. Prints what is left there."""
import datetime, ipaddress, json, os, socket, struct, subprocess, sys, threading, time
from pathlib import Path

import requests
from certbot_dns_tencentcloud.certbot_tencentcloud_plugins import TencentCloudClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DOMAIN = "example.com"
folder = Path(sys.argv[1])
client = TencentCloudClient(os.environ["TENCENTCLOUD_SECRET_ID"], os.environ["TENCENTCLOUD_SECRET_KEY"])
known = {}


def texts_of(name):
    """They are read once: whoever asks six times at the same time waits for each answer but a moment."""
    if not known.get(name):
        records = client.describe_record_list(DOMAIN)
        known[name] = [r["Value"].encode() for r in records
                       if r["Type"] == "TXT" and f"{r['Name']}.{DOMAIN}" == name]
    return known[name]


def answer(query):
    """One question is answered with the text records of its name, if it asks for those."""
    end = query.index(0, 12) + 5
    labels, place = [], 12
    while query[place]:
        labels.append(query[place + 1 : place + 1 + query[place]].decode().lower())
        place += 1 + query[place]
    name, kind = ".".join(labels), struct.unpack("!H", query[end - 4 : end - 2])[0]
    texts = texts_of(name) if kind == 16 and name.endswith("." + DOMAIN) else []
    head = query[:2] + struct.pack("!HHHHH", 0x8480, 1, len(texts), 0, 0)
    items = [b"\xc0\x0c" + struct.pack("!HHIHB", 16, 1, 1, len(t) + 1, len(t)) + t for t in texts]
    return head + query[12:end] + b"".join(items)


def serve_names(server):
    while True:
        query, peer = server.recvfrom(4096)
        server.sendto(answer(query), peer)


def certify():
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.timezone.utc)
    hosts = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1)).add_extension(hosts, critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start_pebble(names):
    ports = [free_port(), free_port()]
    (folder / "pebble.json").write_text(json.dumps({"pebble": {
        "listenAddress": f"127.0.0.1:{ports[0]}", "managementListenAddress": f"127.0.0.1:{ports[1]}",
        "certificate": str(folder / "cert.pem"), "privateKey": str(folder / "key.pem"),
        "httpPort": 5002, "tlsPort": 5001, "ocspResponderURL": "",
        "externalAccountBindingRequired": False}}))
    pebble = subprocess.Popen(
        ["pebble", "-config", folder / "pebble.json", "-dnsserver", f"127.0.0.1:{names}"],
        stdout=sys.stderr, env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"})
    directory, deadline = f"https://127.0.0.1:{ports[0]}/dir", time.monotonic() + 60
    while True:
        try:
            requests.get(directory, verify=str(folder / "cert.pem"))
            return pebble, directory
        except requests.ConnectionError:
            if pebble.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
names.bind(("127.0.0.1", 0))
threading.Thread(target=serve_names, args=[names], daemon=True).start()
certify()
client.mk_post_req("CreateDomain", {"Domain": DOMAIN})
before = client.describe_record_list(DOMAIN)
pebble, directory = start_pebble(names.getsockname()[1])
try:
    folders = [part for kind in ("config", "work", "logs") for part in (f"--{kind}-dir", folder / kind)]
    subprocess.run(
        [Path(sys.executable).with_name("certbot"), "certonly", "--non-interactive", "--agree-tos",
         "--register-unsafely-without-email", "--server", directory, *folders,
         "--authenticator", "dns-tencentcloud", "--dns-tencentcloud-propagation-seconds", "0",
         "-d", DOMAIN, "-d", f"*.{DOMAIN}"],
        stdout=sys.stderr, check=True, env={**os.environ, "REQUESTS_CA_BUNDLE": str(folder / "cert.pem")})
finally:
    pebble.kill()
    pebble.wait()
chain = (folder / "config/live" / DOMAIN / "cert.pem").read_bytes()
hosts = x509.load_pem_x509_certificate(chain).extensions.get_extension_for_class(x509.SubjectAlternativeName)
print(json.dumps({
    "hosts": sorted(hosts.value.get_values_for_type(x509.DNSName)), "looked up": sorted((name, text.decode()) for name in known for text in known[name]),
    "before": before, "after": client.describe_record_list(DOMAIN)}))
