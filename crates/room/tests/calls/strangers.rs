//! Privacy of callees: strangers find out nothing, and blocked people no more than strangers.

use super::*;

#[test]
fn a_stranger_cannot_tell_why_somebody_is_not_reached() {
    let seen = |prepare: &dyn Fn(&mut World)| {
        let mut world = World::with(&[ANA]);
        prepare(&mut world);
        let call = world.place(tab(ANA, 0), BEN).unwrap();
        let signal = CallCommand::Signal {
            call: call.clone(),
            transport_id: "t".parse().unwrap(),
            signal: candidate("one"),
        };
        world.say(tab(ANA, 0), signal).unwrap();
        world.wait(POLICY.ring * 2);
        assert_eq!(world.end_of(&call), Some(CallEnd::Unavailable));
        let missed = world.kept[&call].1;
        (world.told[&tab(ANA, 0)].clone(), missed, world.shown(tab(BEN, 0), &call))
    };
    let offline = seen(&|_| {});
    let wants_nobody = seen(&|world| {
        world.profiles[BEN].who_may_call = WhoMayCall::Nobody;
        world.sign_in(BEN, 0);
    });
    let knows_her_not = seen(&|world| {
        world.profiles[BEN].who_may_call = WhoMayCall::Known;
        world.sign_in(BEN, 0);
    });
    let blocked = seen(&|world| {
        world.profiles[BEN].blocked.insert(person(ANA));
        world.sign_in(BEN, 0);
    });
    for other in [&wants_nobody, &knows_her_not, &blocked] {
        assert_eq!(other.0, offline.0, "the same, at the same time");
        assert!(!other.1 && other.2.is_none(), "and Ben hears nothing of it");
    }
    assert!(offline.1, "who was away finds a missed call");
    // An id that does not exist looks the same, except for the id.
    let mut world = World::with(&[ANA]);
    let nobody: PersonId = "zuzu-zuzu-zuzu".parse().unwrap();
    let call = world.place_to(tab(ANA, 0), nobody.clone(), None).unwrap();
    world.wait(POLICY.pretend);
    assert_eq!(world.end_of(&call), Some(CallEnd::Unavailable));
    let as_if_ben = |event: &CallEvent| match event.clone() {
        CallEvent::Changed { mut record, here, into } => {
            assert_eq!(record.callee.id, nobody);
            assert_eq!(record.callee.name.as_str(), nobody.as_str());
            let name = person(BEN).to_string().parse().unwrap();
            record.callee = Party { id: person(BEN), name };
            CallEvent::Changed { record, here, into }
        }
        event => event,
    };
    let told = &world.told[&tab(ANA, 0)];
    let told: Vec<_> = told.iter().map(|(at, event)| (*at, as_if_ben(event))).collect();
    assert_eq!(told, offline.0);
}

#[test]
fn a_strangers_name_comes_with_the_answer() {
    let mut world = World::with(&[ANA, BEN]);
    let call = world.place(tab(ANA, 0), BEN).unwrap();
    assert_eq!(world.kept[&call].0.callee.name.as_str(), person(BEN).as_str());
    world.say(tab(BEN, 0), CallCommand::Answer(call.clone())).unwrap();
    assert_eq!(world.kept[&call].0.callee, party(BEN));
    world.say(tab(BEN, 0), CallCommand::HangUp { call, at: None }).unwrap();
    let again = world.place(tab(ANA, 0), BEN).unwrap();
    assert_eq!(world.kept[&again].0.callee, party(BEN), "they know each other now");
}

#[test]
fn who_is_blocked_sees_one_go() {
    let (mut world, call) = in_call();
    world.say(tab(BEN, 0), CallCommand::HangUp { call, at: None }).unwrap();
    let seen = |world: &World| {
        let told = world.told[&tab(ANA, 0)].iter().rev();
        told.filter_map(|(_, event)| match event {
            CallEvent::Availability { who, availability } => Some((who.clone(), *availability)),
            _ => None,
        })
        .next()
    };
    world.profiles[BEN].blocked.insert(person(ANA));
    world.renew(BEN);
    assert_eq!(seen(&world), Some((person(BEN), Availability::Offline)));
    world.say(tab(BEN, 0), CallCommand::SetAway(true)).unwrap();
    assert_eq!(seen(&world), Some((person(BEN), Availability::Offline)));
    world.profiles[BEN].blocked.clear();
    world.renew(BEN);
    assert_eq!(seen(&world), Some((person(BEN), Availability::Away)));
}

#[test]
fn where_one_is_is_told_to_those_one_has_talked_with() {
    let (mut world, call) = in_call();
    let availability = |world: &World, of: usize, to: usize| {
        world.board.availability_for(&person(to), &person(of))
    };
    assert_eq!(availability(&world, BEN, ANA), Some(Availability::InCall));
    assert_eq!(availability(&world, BEN, CLEO), None);
    world.say(tab(BEN, 0), CallCommand::HangUp { call, at: None }).unwrap();
    world.say(tab(BEN, 0), CallCommand::SetAway(true)).unwrap();
    assert_eq!(availability(&world, BEN, ANA), Some(Availability::Away));
    let told = &world.told[&tab(ANA, 0)];
    let last = told.iter().rev().find_map(|(_, event)| match event {
        CallEvent::Availability { who, availability } if *who == person(BEN) => Some(*availability),
        _ => None,
    });
    assert_eq!(last, Some(Availability::Away));
    let to_cleo = world.told.get(&tab(CLEO, 0)).map_or(0, Vec::len);
    assert_eq!(to_cleo, 0, "Cleo has talked with nobody");
    let mut profile = world.profiles[BEN].clone();
    profile.blocked.insert(person(ANA));
    world.board.handle_profile(profile);
    assert_eq!(availability(&world, BEN, ANA), None);
}
