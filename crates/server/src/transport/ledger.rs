//! Ledger: counts queued bytes by connection, by address and in total.
//!
//! Bytes are charged while they wait: those queued for a client, and those received and not yet
//! handled. When an address or the whole server exceeds its budget, the ledger closes the
//! connection with the most queued bytes, and then the next, until the rest fits. A slow client or
//! address therefore cannot hold more memory than its budget.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Limits on queued bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budgets {
    /// Limit for one connection; above it, the next packet closes the connection.
    pub(crate) connection: usize,
    /// Limit for all connections of one address.
    pub(crate) address: usize,
    /// Limit for all connections together.
    pub(crate) total: usize,
}

/// A connection that the ledger can close to free its queued bytes.
pub(crate) trait Debtor: Send + Sync {
    /// The connection's queued bytes.
    fn bytes(&self) -> usize;
    /// Closes the connection and drops its queued bytes.
    fn give_up(&self);
}

/// All queued bytes. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    budgets: Budgets,
    total: Bytes,
    accounts: Mutex<HashMap<IpAddr, Weak<Account>>>,
}

/// Queued bytes of one address.
pub(crate) struct Account {
    address: IpAddr,
    ledger: Arc<Inner>,
    bytes: Bytes,
    debtors: Mutex<Vec<Weak<dyn Debtor>>>,
}

/// Sum of queued bytes. It is below zero for the moment in which another thread has written and
/// discharged bytes whose sender has not charged them yet.
#[derive(Default)]
struct Bytes(AtomicIsize);

impl Bytes {
    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes.cast_signed(), Ordering::Relaxed);
    }

    fn subtract(&self, bytes: usize) {
        self.0.fetch_sub(bytes.cast_signed(), Ordering::Relaxed);
    }

    fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed).max(0).cast_unsigned()
    }
}

impl Ledger {
    pub(crate) fn new(budgets: Budgets) -> Self {
        let inner = Inner { budgets, total: Bytes::default(), accounts: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }

    /// The account of an address. For IPv6, pass the address of the client's network.
    pub(crate) fn account(&self, address: IpAddr) -> Arc<Account> {
        let mut accounts = lock(&self.inner.accounts);
        if let Some(account) = accounts.get(&address).and_then(Weak::upgrade) {
            return account;
        }
        let account = Arc::new(Account {
            address,
            ledger: Arc::clone(&self.inner),
            bytes: Bytes::default(),
            debtors: Mutex::default(),
        });
        accounts.insert(address, Arc::downgrade(&account));
        account
    }

    /// Queued bytes in total.
    #[cfg(test)]
    pub(crate) fn total(&self) -> usize {
        self.inner.total.get()
    }

    #[cfg(test)]
    pub(crate) fn accounts(&self) -> usize {
        lock(&self.inner.accounts).len()
    }
}

impl Account {
    /// Registers a connection that the ledger may close.
    pub(crate) fn enter(&self, debtor: Weak<dyn Debtor>) {
        let mut debtors = lock(&self.debtors);
        // Closed connections are removed only when the list is full, so most calls scan nothing.
        if debtors.len() == debtors.capacity() {
            debtors.retain(|debtor| debtor.strong_count() > 0);
        }
        debtors.push(debtor);
    }

    pub(crate) fn budgets(&self) -> Budgets {
        self.ledger.budgets
    }

    /// Charges bytes and closes connections if a budget is exceeded. The caller must not hold its
    /// connection's lock: closing the connection takes it.
    pub(crate) fn charge(&self, bytes: usize) {
        let budgets = self.ledger.budgets;
        self.bytes.add(bytes);
        self.ledger.total.add(bytes);
        if self.bytes.get() > budgets.address {
            self.make_room();
        }
        if self.ledger.total.get() > budgets.total {
            self.ledger.make_room();
        }
    }

    /// Reverses a charge of `bytes`.
    pub(crate) fn discharge(&self, bytes: usize) {
        self.bytes.subtract(bytes);
        self.ledger.total.subtract(bytes);
    }

    fn make_room(&self) {
        while self.bytes.get() > self.ledger.budgets.address {
            let Some(slowest) = self.slowest() else { break };
            tracing::debug!(address = %self.address, "an address holds too much: closing its slowest connection");
            slowest.give_up();
        }
    }

    /// The connection with the most queued bytes; `None` if no connection has any.
    fn slowest(&self) -> Option<Arc<dyn Debtor>> {
        let debtors: Vec<_> = lock(&self.debtors).iter().filter_map(Weak::upgrade).collect();
        let slowest = debtors.into_iter().max_by_key(|debtor| debtor.bytes())?;
        (slowest.bytes() > 0).then_some(slowest)
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let mut accounts = lock(&self.ledger.accounts);
        // The address may already have a new account.
        if accounts.get(&self.address).is_some_and(|account| account.strong_count() == 0) {
            accounts.remove(&self.address);
        }
    }
}

impl Inner {
    fn make_room(&self) {
        while self.total.get() > self.budgets.total {
            let accounts: Vec<_> =
                lock(&self.accounts).values().filter_map(Weak::upgrade).collect();
            let heaviest = accounts.iter().max_by_key(|it| it.bytes.get());
            let Some(slowest) = heaviest.and_then(|account| account.slowest()) else { break };
            tracing::warn!("all connections together hold too much: closing the slowest");
            slowest.give_up();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    const BUDGETS: Budgets = Budgets { connection: 100, address: 1000, total: 1500 };

    struct Slow {
        account: Arc<Account>,
        bytes: AtomicUsize,
    }

    impl Debtor for Slow {
        fn bytes(&self) -> usize {
            self.bytes.load(Ordering::Relaxed)
        }

        fn give_up(&self) {
            self.account.discharge(self.bytes.swap(0, Ordering::Relaxed));
        }
    }

    fn slow(account: &Arc<Account>) -> Arc<Slow> {
        let slow = Arc::new(Slow { account: Arc::clone(account), bytes: AtomicUsize::new(0) });
        let debtor: Arc<dyn Debtor> = slow.clone();
        account.enter(Arc::downgrade(&debtor));
        slow
    }

    fn owe(slow: &Slow, bytes: usize) {
        slow.bytes.fetch_add(bytes, Ordering::Relaxed);
        slow.account.charge(bytes);
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn over_the_budget_of_an_address_its_slowest_goes_first() {
        let ledger = Ledger::new(BUDGETS);
        let account = ledger.account(address(1));
        let (first, second) = (slow(&account), slow(&account));
        owe(&first, 300);
        owe(&second, 600);
        assert_eq!((first.bytes(), second.bytes()), (300, 600));
        owe(&first, 200);
        assert_eq!((first.bytes(), second.bytes()), (500, 0));
        assert_eq!(ledger.total(), 500);
    }

    #[test]
    fn over_the_budget_of_all_the_heaviest_address_pays() {
        let ledger = Ledger::new(BUDGETS);
        let accounts = [1, 2].map(|last| ledger.account(address(last)));
        let [light, heavy] = accounts.each_ref().map(slow);
        owe(&heavy, 900);
        owe(&light, 700);
        assert_eq!((light.bytes(), heavy.bytes()), (700, 0));
    }

    #[test]
    fn bytes_that_are_written_before_they_are_charged_close_nobody() {
        let ledger = Ledger::new(BUDGETS);
        let account = ledger.account(address(1));
        let bystander = slow(&account);
        owe(&bystander, 300);
        account.discharge(700);
        owe(&bystander, 100);
        account.charge(700);
        assert_eq!((bystander.bytes(), ledger.total()), (400, 400));
    }

    #[test]
    fn an_address_without_connections_is_forgotten() {
        let ledger = Ledger::new(BUDGETS);
        let account = ledger.account(address(1));
        assert!(Arc::ptr_eq(&account, &ledger.account(address(1))));
        drop(account);
        assert_eq!(ledger.accounts(), 0);
    }
}
