//! The address of the client, which rate limits are counted by.

use axum::http::{Extensions, HeaderMap, HeaderName};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// A client for the rate limits: an IPv4 address, or an IPv6 /64, which a provider assigns to one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    V4(Ipv4Addr),
    V6([u16; 4]),
}

/// An address or network of trusted proxies: `192.0.2.1` or `192.0.2.0/24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyNetwork {
    address: IpAddr,
    bits: u32,
}

impl Sender {
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [first, second, third, fourth, ..] = address.segments();
                Self::V6([first, second, third, fourth])
            }
        }
    }
}

impl ProxyNetwork {
    fn has(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for ProxyNetwork {
    type Err = &'static str;

    /// Parses a network of a list, which may have spaces after its commas.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "write an address or a network, such as 127.0.0.1 or 10.0.0.0/8";
        let text = text.trim();
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| WRONG)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| WRONG)?;
        if bits > most { Err(WRONG) } else { Ok(Self { address, bits }) }
    }
}

/// Returns the address of the client: the other end of the connection, unless that is a trusted proxy. In that case it is the
/// last address in `X-Forwarded-For` that is not a trusted proxy; addresses before it may have been written by the client.
pub fn origin(extensions: &Extensions, headers: &HeaderMap, trusted: &[ProxyNetwork]) -> IpAddr {
    let peer = extensions.get::<Peer>().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.0);
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.has(address));
    if !is_trusted(peer) {
        return peer;
    }
    let named: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .collect();
    let mut origin = peer;
    for name in named.into_iter().rev() {
        let Some(address) = address(name) else { break };
        origin = address;
        if !is_trusted(address) {
            break;
        }
    }
    origin
}

/// Parses an address as proxies write it: some add the port, and brackets around an IPv6 address.
fn address(name: &str) -> Option<IpAddr> {
    let with_port = || name.parse().ok().map(|socket: SocketAddr| socket.ip());
    let in_brackets = || name.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    name.parse().ok().or_else(with_port).or_else(in_brackets)
}

/// Returns whether the request was forwarded by a proxy.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED_FOR) || headers.contains_key("forwarded")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(Peer(peer.parse().unwrap()));
        let headers = forwarded.iter().map(|value| (FORWARDED_FOR, value.parse().unwrap())).collect();
        let trusted: Vec<ProxyNetwork> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        origin(&extensions, &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_can_name_the_client() {
        for (peer, forwarded, trusted, expected) in [
            ("198.51.100.7", &["203.0.113.5"][..], &[][..], "198.51.100.7"),
            ("198.51.100.7", &["203.0.113.5"], &["127.0.0.1"], "198.51.100.7"),
            ("127.0.0.1", &["203.0.113.5"], &["127.0.0.1"], "203.0.113.5"),
            ("127.0.0.1", &[], &["127.0.0.1"], "127.0.0.1"),
            // The proxy appends to what the client sent.
            ("127.0.0.1", &["192.0.2.1, 203.0.113.5"], &["127.0.0.1"], "203.0.113.5"),
            ("127.0.0.1", &["192.0.2.1", "203.0.113.5"], &["127.0.0.1"], "203.0.113.5"),
            ("127.0.0.1", &["192.0.2.1, 203.0.113.5, 10.1.2.3"], &["127.0.0.1", "10.0.0.0/8"], "203.0.113.5"),
            ("127.0.0.1", &["nonsense, 10.1.2.3"], &["127.0.0.1", "10.0.0.0/8"], "10.1.2.3"),
            ("127.0.0.1", &["nonsense"], &["127.0.0.1"], "127.0.0.1"),
            ("::ffff:127.0.0.1", &["2001:db8::1"], &["127.0.0.1"], "2001:db8::1"),
            // Some proxies add the port.
            ("127.0.0.1", &["192.0.2.1, 203.0.113.5:51234"], &["127.0.0.1"], "203.0.113.5"),
            ("127.0.0.1", &["[2001:db8::1]:51234"], &["127.0.0.1"], "2001:db8::1"),
            ("127.0.0.1", &["[2001:db8::1]"], &["127.0.0.1"], "2001:db8::1"),
            ("127.0.0.1", &["203.0.113.5, 10.1.2.3:443"], &["127.0.0.1", "10.0.0.0/8"], "203.0.113.5"),
            ("127.0.0.1", &["unknown"], &["127.0.0.1"], "127.0.0.1"),
        ] {
            assert_eq!(from(peer, forwarded, trusted), expected, "{peer} {forwarded:?} {trusted:?}");
        }
    }

    #[test]
    fn one_ipv6_customer_is_one_sender() {
        let sender = |text: &str| Sender::of(text.parse().unwrap());
        assert_eq!(sender("2001:db8:1:2:3::4"), sender("2001:db8:1:2:ffff::1"));
        assert_ne!(sender("2001:db8:1:2::"), sender("2001:db8:1:3::"));
        assert_eq!(sender("::ffff:192.0.2.1"), sender("192.0.2.1"));
        assert_ne!(sender("192.0.2.1"), sender("192.0.2.2"));
    }

    #[test]
    fn a_network_is_an_address_with_a_number_of_bits() {
        let has = |network: &str, address: &str| {
            network.parse::<ProxyNetwork>().unwrap().has(address.parse().unwrap())
        };
        assert!(has("10.0.0.0/8", "10.255.0.1") && !has("10.0.0.0/8", "11.0.0.1"));
        assert!(has("0.0.0.0/0", "203.0.113.5") && !has("0.0.0.0/0", "::1"));
        assert!(has("2001:db8::/32", "2001:db8:ffff::1") && !has("2001:db8::/32", "2001:db9::1"));
        assert!(has("::1", "::1") && !has("::1", "::2"));
        for wrong in ["", "x", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "/8"] {
            assert!(wrong.parse::<ProxyNetwork>().is_err(), "{wrong}");
        }
    }
}
