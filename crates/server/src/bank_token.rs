//! Token of a question bank: its holder may read and change the bank.

use convene_model::BankId;

use crate::signer::Signer;

/// The key that signs the tokens of question banks.
#[derive(Clone)]
pub(crate) struct BankSecret(Signer);

impl BankSecret {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(Signer::new(secret, "convene question bank v1"))
    }

    /// Signs the token of a bank.
    pub(crate) fn sign(&self, bank: &BankId) -> String {
        self.0.sign(bank.as_str())
    }

    /// True if this is the token of the bank.
    pub(crate) fn verify(&self, token: &str, bank: &BankId) -> bool {
        self.0.verify(bank.as_str(), token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_bank_and_its_secret_alone() {
        let secret = BankSecret::new([7; 32]);
        let bank: BankId = "abcdefghijkl".parse().unwrap();
        let token = secret.sign(&bank);
        assert!(secret.verify(&token, &bank));
        assert!(!secret.verify(&token, &"abcdefghijkm".parse().unwrap()));
        assert!(!BankSecret::new([8; 32]).verify(&token, &bank));
        assert!(!secret.verify(&token[..42], &bank));
    }
}
