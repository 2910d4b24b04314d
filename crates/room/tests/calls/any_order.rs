//! Invariants of calls: they hold whatever people do, in any order.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone, Copy)]
enum Step {
    SignIn(usize, usize),
    Close(usize, usize),
    Place(usize, usize, usize),
    Add(usize, usize, usize),
    Resume(usize, usize),
    Answer(usize, usize),
    Decline(usize, usize),
    HangUp(usize, usize),
    Connected(usize, usize),
    Failed(usize, usize),
    Signal(usize, usize),
    Away(usize, usize, bool),
    Block(usize, usize),
    WhoMayCall(usize, WhoMayCall),
    Enter(usize, usize),
    Left(usize, usize),
    Wait(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || 0..PEOPLE;
    let tab = || (0..PEOPLE, 0..TABS);
    let policy =
        prop_oneof![Just(WhoMayCall::Anybody), Just(WhoMayCall::Known), Just(WhoMayCall::Nobody)];
    let step = prop_oneof![
        5 => tab().prop_map(|(who, tab)| Step::SignIn(who, tab)),
        2 => tab().prop_map(|(who, tab)| Step::Close(who, tab)),
        6 => (tab(), who()).prop_map(|((from, tab), to)| Step::Place(from, tab, to)),
        4 => (tab(), who()).prop_map(|((from, tab), to)| Step::Add(from, tab, to)),
        2 => tab().prop_map(|(who, tab)| Step::Resume(who, tab)),
        5 => tab().prop_map(|(who, tab)| Step::Answer(who, tab)),
        1 => tab().prop_map(|(who, tab)| Step::Decline(who, tab)),
        2 => tab().prop_map(|(who, tab)| Step::HangUp(who, tab)),
        3 => tab().prop_map(|(who, tab)| Step::Connected(who, tab)),
        1 => tab().prop_map(|(who, tab)| Step::Failed(who, tab)),
        2 => tab().prop_map(|(who, tab)| Step::Signal(who, tab)),
        1 => (tab(), any::<bool>()).prop_map(|((who, tab), away)| Step::Away(who, tab, away)),
        1 => (who(), who()).prop_map(|(who, whom)| Step::Block(who, whom)),
        1 => (who(), policy).prop_map(|(who, policy)| Step::WhoMayCall(who, policy)),
        6 => tab().prop_map(|(who, tab)| Step::Enter(who, tab)),
        1 => tab().prop_map(|(who, tab)| Step::Left(who, tab)),
        2 => (0u64..40_000).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..80)
}

impl World {
    fn step(&mut self, step: Step) {
        // The latest call that has not ended, whether or not it is theirs.
        let some_call = self.kept.values().rfind(|(record, _)| !record.state.is_ended());
        let call = some_call.map_or_else(|| call_id(9_999), |(record, _)| record.id.clone());
        let _ = match step {
            Step::SignIn(who, number) => return self.sign_in(who, number),
            Step::Close(who, number) => return self.close(tab(who, number)),
            Step::Wait(ms) => return self.wait(Duration::from_millis(ms)),
            Step::Block(who, whom) => {
                self.profiles[who].blocked.insert(person(whom));
                return self.renew(who);
            }
            Step::WhoMayCall(who, policy) => {
                self.profiles[who].who_may_call = policy;
                return self.renew(who);
            }
            Step::Place(from, number, to) => self.place(tab(from, number), to).map(drop),
            Step::Add(from, number, to) => self.add(tab(from, number), to, &call).map(drop),
            Step::Resume(who, number) => match self.kept.get(&call) {
                Some((record, _)) => {
                    let record = Box::new(record.clone());
                    let into = self.into.get(&call).cloned();
                    let room = room(&self.room_of(&call));
                    self.say(tab(who, number), CallCommand::Resume { record, into, room })
                }
                None => return,
            },
            Step::Enter(who, number) => self.enter(tab(who, number), &call),
            Step::Left(who, number) => {
                self.present.remove(&tab(who, number));
                self.say(tab(who, number), CallCommand::Left)
            }
            Step::Answer(who, number) => self.say(tab(who, number), CallCommand::Answer(call)),
            Step::Decline(who, number) => self.say(tab(who, number), CallCommand::Decline(call)),
            Step::HangUp(who, number) => {
                self.say(tab(who, number), CallCommand::HangUp { call, at: None })
            }
            Step::Connected(who, number) => {
                self.say(tab(who, number), CallCommand::Connected(call))
            }
            Step::Failed(who, number) => self.say(tab(who, number), CallCommand::Failed(call)),
            Step::Signal(who, number) => {
                let signal = candidate(&format!("from {who}"));
                let transport_id = "t".parse().unwrap();
                self.say(tab(who, number), CallCommand::Signal { call, transport_id, signal })
            }
            Step::Away(who, number, away) => self.say(tab(who, number), CallCommand::SetAway(away)),
        };
    }

    pub(super) fn renew(&mut self, who: usize) {
        if self.open.iter().any(|connection| owner(*connection) == who) {
            self.board.handle_profile(self.profiles[who].clone());
            self.drain();
        }
    }

    fn check(&self) {
        for (connection, told) in &self.told {
            let who = person(owner(*connection));
            for (_, event) in told {
                match event {
                    CallEvent::Changed { record, .. } => {
                        let parties = [&record.caller.id, &record.callee.id];
                        assert!(parties.contains(&&who), "a call is told to its two alone");
                    }
                    CallEvent::Signal { call, signal, .. } => {
                        let record = &self.kept[call].0;
                        let Signal::Candidate { candidate, .. } = signal else { panic!() };
                        let from = candidate.json().trim_matches('"').trim_start_matches("from ");
                        let from = person(from.parse().unwrap());
                        let parties = [&record.caller.id, &record.callee.id];
                        assert!(from != who && parties.contains(&&from) && parties.contains(&&who));
                        if from == record.callee.id {
                            assert!(record.state.answered_at().is_some());
                        }
                    }
                    CallEvent::Availability { who: of, .. } => {
                        assert!(self.profiles[number(of)].known.contains(&who));
                    }
                }
            }
        }
        for who in 0..PEOPLE {
            let engages = |record: &CallRecord| {
                let answered = record.state.answered_at().is_some();
                !record.state.is_ended()
                    && (record.caller.id == person(who)
                        || (record.callee.id == person(who) && answered))
            };
            let theirs = self.kept.values().filter(|(record, _)| engages(record));
            let rooms: BTreeSet<CallId> =
                theirs.map(|(record, _)| self.room_of(&record.id)).collect();
            assert!(rooms.len() <= 1, "in one room at a time");
        }
        for ((call, _), (since, is_here)) in &self.absent {
            let of_call = self.absent.iter().filter(|((other, _), _)| other == call);
            let both = of_call.clone().count() == 2;
            let last = of_call.map(|(_, (since, _))| *since).max().unwrap();
            assert!(!is_here || self.now < *since + UNATTENDED, "they could have come");
            assert!(!both || self.now < last + UNATTENDED, "nobody was in {call} for long");
        }
        for call in &self.assumed {
            assert_eq!(self.end_of(call), Some(CallEnd::Failed));
        }
        for (call, into) in &self.into {
            // Only a party of a call brings another person into it.
            let of = &self.kept[into].0;
            assert!([&of.caller.id, &of.callee.id].contains(&&self.kept[call].0.caller.id));
        }
        let in_call = |who: &usize| self.board.availability(&person(*who)) == Availability::InCall;
        assert_ne!((0..PEOPLE).filter(in_call).count(), 1, "nobody is in a call alone");
        let last = |connection: &ConnectionId, call: &CallId| self.shown(*connection, call);
        for connection in &self.open {
            for (record, _) in self.kept.values() {
                // A page that was told of a call is told of each change.
                if let Some((state, _)) = last(connection, &record.id) {
                    assert_eq!(state, record.state);
                }
            }
        }
        self.check_who_is_told();
    }

    /// Checks that each page was told the current state of the calls and people it may see.
    fn check_who_is_told(&self) {
        let going_on = self.kept.values().filter(|(record, _)| !record.state.is_ended());
        for (record, _) in going_on {
            let answered = record.state.answered_at().is_some();
            assert!(answered || self.now < record.called_at + POLICY.ring, "it rings for 30 s");
            for who in [&record.caller.id, &record.callee.id] {
                let pages = self.open.iter().filter(|page| person(owner(**page)) == *who);
                let shown: Vec<_> = pages.map(|page| self.shown(*page, &record.id)).collect();
                if answered || *who == record.caller.id {
                    assert!(shown.iter().all(Option::is_some), "all pages know of it");
                }
                let here = shown.iter().flatten().filter(|(_, here)| *here);
                assert!(here.count() <= 1, "one page has it");
            }
        }
        for page in &self.open {
            let viewer = person(owner(*page));
            let told = self.told.get(page).into_iter().flatten();
            let told: BTreeMap<_, _> = told
                .filter_map(|(_, event)| match event {
                    CallEvent::Availability { who, availability } => Some((who, *availability)),
                    _ => None,
                })
                .collect();
            for (who, availability) in told {
                let now = self.board.availability_for(&viewer, who);
                assert_eq!(availability, now.unwrap_or(Availability::Offline), "of {who}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_people_do(steps in steps()) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
            world.note_absent();
            world.check();
        }
        // All people leave: every call ends, and no state is left.
        for connection in world.open.clone() {
            world.close(connection);
        }
        world.wait(Duration::from_secs(3_600));
        prop_assert!(world.kept.values().all(|(record, _)| record.state.is_ended()));
        prop_assert_eq!(world.board.poll_timeout(), None);
        for who in 0..PEOPLE {
            prop_assert_eq!(world.board.availability(&person(who)), Availability::Offline);
        }
    }
}
