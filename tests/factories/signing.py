"""An authority of our own and a signer's key, as docs/deployment.md makes them."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone


def _certificate(name, key, issuer, issuer_key, *, is_authority):
    now = timezone.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    usage |= {"digital_signature": not is_authority, "content_commitment": not is_authority}
    usage |= {"key_cert_sign": is_authority, "crl_sign": is_authority}
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def make_key(folder, password=b""):
    """Writes key.pem and certificate.pem; gives their settings, and the authority's certificate in PEM."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)]) for words in ("An authority", "The office")]
    authority = _certificate(names[0], authority_key, names[0], authority_key, is_authority=True)
    certificate = _certificate(names[1], key, names[0], authority_key, is_authority=False)
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, lock))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    paths = {"key": str(folder / "key.pem"), "certificate": str(folder / "certificate.pem")}
    return {**paths, "chain": [], "password": password.decode()}, authority.public_bytes(pem)
