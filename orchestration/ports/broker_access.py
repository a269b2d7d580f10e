"""Why a broker turns a client away before any question of rights."""

from metamodel.kernel.errors import RampartError


class AccessRefused(RampartError):
    """The connection to the broker could not be made safe, or its owner was not believed."""

    code = "ACC-001"
    hint = "Compare security protocol, user, password file and certificate authority."


class CredentialsRefused(AccessRefused):
    """The broker does not know that user with that password."""

    code = "ACC-002"
    hint = "Look at RAMPART_KAFKA_USER and the file of RAMPART_KAFKA_PASSWORD_FILE."


class BrokerNotTrusted(AccessRefused):
    """The broker's certificate is not from the authority we trust, or names another host."""

    code = "ACC-003"
    hint = "Look at RAMPART_KAFKA_CA_FILE, and whether the address is one the certificate names."


class CredentialsMissing(AccessRefused):
    """A file that a secured connection needs is not named, not there, or not readable."""

    code = "ACC-004"
    hint = "Set RAMPART_KAFKA_USER, RAMPART_KAFKA_PASSWORD_FILE and RAMPART_KAFKA_CA_FILE."
