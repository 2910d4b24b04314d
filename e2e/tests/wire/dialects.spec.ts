import { expect, test } from '@playwright/test';

import { ANSWER, CANDIDATE, newRoom, OFFER, useGuests } from '../../support/dialects.ts';
import { useServer } from '../../support/server.ts';

/*
 * The vocabularies of other systems: every event of each, sent and received by the official
 * Socket.IO client.
 */

const server = useServer({ args: ['--dialects', 'all'] });
const { guest, over } = useGuests(server);

for (const each of ['websocket', 'polling'] as const) {
  test.describe(`over ${each}`, () => {
    test.beforeEach(() => {
      over(each);
    });

    test('/interview-ai: an interview from the first question to its evaluation', async () => {
      const roomId = newRoom();
      const ida = await guest('interview-ai');
      ida.emit('join-room', roomId);
      await ida.settled();
      const cai = await guest('interview-ai');
      cai.emit('join-room', { roomId });
      expect(await ida.next('user-joined')).toBe(cai.id);

      ida.emit('offer', { roomId, offer: OFFER });
      expect(await cai.next('offer')).toEqual({ offer: OFFER, from: ida.id });
      cai.emit('answer', { room: roomId, answer: ANSWER, from: 'somebody else' });
      expect(await ida.next('answer')).toEqual({ answer: ANSWER, from: cai.id });
      cai.emit('ice-candidate', { roomId, candidate: CANDIDATE });
      expect(await ida.next('ice-candidate')).toEqual({ candidate: CANDIDATE, from: cai.id });

      for (const state of [
        { camOn: true, micOn: true },
        { camOn: false, micOn: true },
      ]) {
        ida.emit('interviewer-toggle', state);
        for (const each of [ida, cai]) expect(await each.next('update-interviewer')).toEqual(state);
        cai.emit('participant-toggle', state);
        for (const each of [ida, cai]) expect(await each.next('update-participant')).toEqual(state);
      }

      ida.emit('start-meeting');
      for (const each of [ida, cai]) {
        expect(await each.next('meeting-started')).toBeUndefined();
        expect(await each.next('meeting-status')).toEqual({ time: 1 });
        expect(await each.next('meeting-status')).toEqual({ time: 2 });
      }

      ida.emit('new-question', 'What is a lock?');
      ida.emit('new-question', {
        question: 'What is Rust?',
        keywords: ['memory safe', 'fast'],
        roomId,
      });
      for (const each of [ida, cai]) {
        const first = { questionIndex: 0, question: 'What is a lock?', totalQuestions: 1 };
        const second = { questionIndex: 1, question: 'What is Rust?', totalQuestions: 2 };
        const without = { templateId: 'question-1', hasKeywords: false };
        expect(await each.next('receive-question')).toEqual({ ...first, ...without });
        expect(await each.next('receive-question')).toEqual({
          ...second,
          templateId: 'question-2',
          hasKeywords: true,
        });
      }

      cai.emit('new-answer', 'A language');
      cai.emit('new-answer', { answer: 'It keeps others out', questionIndex: 0, roomId });
      for (const each of [ida, cai]) {
        const evaluated = false;
        expect(await each.next('participant-answer-received')).toEqual({
          questionIndex: 1,
          answer: 'A language',
          evaluated,
        });
        expect(await each.next('participant-answer-received')).toEqual({
          questionIndex: 0,
          answer: 'It keeps others out',
          evaluated,
        });
      }
      const answer = { roomId, questionIndex: 1, answer: 'It is memory safe', question: 'What?' };
      cai.emit('participant-answer', answer);
      for (const each of [ida, cai]) {
        const received = await each.next('participant-answer-received');
        expect(received).toEqual({
          questionIndex: 1,
          answer: 'It is memory safe',
          question: 'What is Rust?',
          timestamp: expect.any(Number),
          evaluated: false,
        });
        expect(Math.abs(received.timestamp - Date.now())).toBeLessThan(5_000);
      }
      cai.emit('submit-answer', { ...answer, templateId: 't1' });
      expect(await cai.next('answer-submitted')).toEqual({
        success: true,
        questionIndex: 1,
        templateId: 't1',
      });

      ida.emit('evaluate-answer', { ...answer, question: 'What is Rust?' });
      for (const each of [ida, cai]) {
        expect(await each.next('evaluation-started')).toEqual({
          questionIndex: 1,
          status: 'evaluating',
        });
        expect(await each.next('answer-evaluated')).toEqual({
          questionIndex: 1,
          answer: 'It is memory safe',
          question: 'What is Rust?',
          expectedKeywords: ['memory safe', 'fast'],
          score: 50,
          points: 5,
          feedback: expect.stringContaining('1 of 2'),
          strengths: ['memory safe'],
          improvements: ['fast'],
          matchedConcepts: ['memory safe'],
          evaluationType: 'keyword',
          averageScore: 50,
          evaluated: true,
        });
      }
      // No key points to match and no assessment service.
      ida.emit('evaluate-answer', { ...answer, questionIndex: 0 });
      for (const each of [ida, cai]) {
        expect(await each.next('evaluation-error')).toEqual({
          questionIndex: 0,
          error: expect.stringContaining('keywords'),
        });
      }
      ida.emit('evaluate-answer', { roomId, questionIndex: 7, answer: 'x', question: 'y' });
      expect(await ida.next('evaluation-error')).toMatchObject({ questionIndex: 7 });

      ida.emit('end-meeting');
      for (const each of [ida, cai]) await each.next('meeting-ended');
      for (const each of [ida, cai]) each.heard.length = 0;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(cai.rest).toEqual([]);
      ida.emit('end-meeting');
      expect(await ida.next('error')).toEqual({ message: expect.stringContaining('Ended') });
      ida.emit('start-meeting');
      await cai.next('meeting-started');
      expect(await cai.next('meeting-status')).toEqual({ time: 1 });
    });

    test('/interview-ai: an answer brings along a question that was asked aloud', async () => {
      const roomId = newRoom();
      const [ida, cai] = [await guest('interview-ai'), await guest('interview-ai')];
      for (const each of [ida, cai]) {
        each.emit('join-room', { roomId });
        await each.settled();
      }
      cai.emit('participant-answer', { roomId, questionIndex: 0, answer: 'A', question: 'Q?' });
      expect(await ida.next('participant-answer-received')).toMatchObject({
        questionIndex: 0,
        answer: 'A',
        question: 'Q?',
      });
      // Any index is accepted, also without its question.
      cai.emit('participant-answer', { roomId, questionIndex: 7, answer: 'C', question: 'R?' });
      expect(await ida.next('participant-answer-received')).toMatchObject({ question: 'R?' });
      cai.emit('new-answer', { answer: 'B', questionIndex: 4 });
      expect(await ida.next('participant-answer-received')).toMatchObject({ questionIndex: 4 });
      expect(ida.rest, 'nobody is asked again').not.toContain('receive-question');
    });

    test('/rooms: who is there, their sources and screens, and who leaves', async () => {
      const roomId = newRoom();
      const ada = await guest('rooms');
      const info = { userName: 'Ada', hasCamera: true, hasMic: false, color: 'red', socketId: 'x' };
      ada.emit('join-room', { roomId, userInfo: info });
      expect(await ada.next('room-joined')).toEqual({ roomId, socketId: ada.id, users: [] });
      const asAda = {
        socketId: ada.id,
        userName: 'Ada',
        hasCamera: true,
        hasMic: false,
        hasScreen: false,
        color: 'red',
      };
      const ben = await guest('rooms');
      ben.emit('join-room', { roomId, userInfo: { userName: 'Ben' } });
      expect(await ben.next('room-joined')).toEqual({ roomId, socketId: ben.id, users: [asAda] });
      const asBen = {
        socketId: ben.id,
        userName: 'Ben',
        hasCamera: false,
        hasMic: false,
        hasScreen: false,
      };
      expect(await ada.next('user-joined')).toEqual({ user: asBen, users: [asAda, asBen] });

      ben.emit('offer', { roomId, targetSocketId: ada.id, offer: OFFER });
      expect(await ada.next('offer')).toEqual({ offer: OFFER, fromSocketId: ben.id });
      ada.emit('answer', { roomId, targetSocketId: ben.id, answer: ANSWER, fromSocketId: 'x' });
      expect(await ben.next('answer')).toEqual({ answer: ANSWER, fromSocketId: ada.id });
      ada.emit('ice-candidate', { roomId, targetSocketId: ben.id, candidate: CANDIDATE });
      expect(await ben.next('ice-candidate')).toEqual({
        candidate: CANDIDATE,
        fromSocketId: ada.id,
      });

      const socketId = ada.id;
      ada.emit('toggle-camera', { roomId, hasCamera: false });
      expect(await ben.next('user-camera-toggled')).toEqual({ socketId, hasCamera: false });
      ada.emit('toggle-mic', { roomId, hasMic: true });
      expect(await ben.next('user-mic-toggled')).toEqual({ socketId, hasMic: true });
      for (const [start, stop] of [
        ['start-screen-share', 'stop-screen-share'],
        ['start-screen', 'stop-screen'],
      ] as const) {
        ada.emit(start, { roomId });
        expect(await ben.next('user-screen-share-started')).toEqual({ socketId, userName: 'Ada' });
        ada.emit(stop, { roomId });
        expect(await ben.next('user-screen-share-stopped')).toEqual({ socketId });
      }
      ada.emit('start-screen', { roomId });
      const cem = await guest('rooms');
      cem.emit('join-room', { roomId, userInfo: { userName: 'Cem' } });
      const { users } = await cem.next('room-joined');
      expect(users[0]).toMatchObject({ hasCamera: false, hasMic: true, hasScreen: true });
      await ada.settled();
      expect(ada.rest, 'nothing comes back to who did it').toEqual(['user-joined']);

      // Joins another room, then disconnects silently.
      cem.emit('join-room', { roomId: newRoom(), userInfo: { userName: 'Cem' } });
      expect((await cem.next('room-joined')).users).toEqual([]);
      const left = await ben.next('user-left');
      expect(left.socketId).toBe(cem.id);
      expect(left.users.map(({ userName }: { userName: string }) => userName)).toEqual([
        'Ada',
        'Ben',
      ]);
      ben.emit('leave-room', { roomId });
      expect(await ada.next('user-left')).toMatchObject({ socketId: cem.id });
      expect(await ada.next('user-left')).toMatchObject({ socketId: ben.id });
      const dan = await guest('rooms');
      dan.emit('join-room', { roomId, userInfo: { userName: 'Dan' } });
      await dan.next('room-joined');
      ada.close();
      expect(await dan.next('user-left', 5_000)).toEqual({
        socketId,
        users: [expect.objectContaining({ userName: 'Dan' })],
      });
    });

    test('/videomeet: a meeting by link with chat and media states', async () => {
      const made = await (await fetch(`${server().origin}/api/create-meeting`)).json();
      const roomId = made.meetingId;
      expect(roomId).toHaveLength(8);
      const [ada, ben] = [await guest('videomeet'), await guest('videomeet')];
      ada.emit('join-meeting', { roomId, username: 'Ada', userId: 7 });
      expect(await ada.next('existing-users')).toEqual([]);
      ben.emit('join-meeting', { roomId, username: 'Ben', userId: 'ben' });
      expect(await ben.next('existing-users')).toEqual([
        { socketId: ada.id, username: 'Ada', userId: 7 },
      ]);
      const asBen = { socketId: ben.id, username: 'Ben', userId: 'ben' };
      expect(await ada.next('user-joined')).toEqual(asBen);

      ben.emit('send-offer', { to: ada.id, offer: OFFER });
      expect(await ada.next('receive-offer')).toEqual({
        from: ben.id,
        offer: OFFER,
        username: 'Ben',
      });
      ada.emit('send-answer', { to: ben.id, answer: ANSWER });
      expect(await ben.next('receive-answer')).toEqual({ from: ada.id, answer: ANSWER });
      ada.emit('send-ice-candidate', { to: ben.id, candidate: CANDIDATE });
      expect(await ben.next('receive-ice-candidate')).toEqual({
        from: ada.id,
        candidate: CANDIDATE,
      });

      ada.emit('chat-message', { roomId, message: '<i>hello</i>', username: 'Ben' });
      for (const each of [ada, ben]) {
        const message = await each.next('receive-message');
        expect(message).toEqual({
          username: 'Ada',
          message: '<i>hello</i>',
          timestamp: expect.any(String),
          socketId: ada.id,
        });
        const sentAt = new Date(message.timestamp);
        expect(sentAt.toJSON(), 'as `new Date()` in JSON').toBe(message.timestamp);
        expect(Math.abs(Number(sentAt) - Date.now())).toBeLessThan(5_000);
      }
      for (const camera of [true, false]) {
        ada.emit('media-state', { roomId, camera, microphone: true });
        expect(await ben.next('media-state')).toEqual({
          socketId: ada.id,
          camera,
          microphone: true,
        });
      }
      ben.emit('leave-meeting');
      expect(await ada.next('user-left')).toEqual({ socketId: ben.id, username: 'Ben' });
      await ada.settled();
      expect(ada.rest).toEqual([]);
      ben.emit('chat-message', { roomId, message: 'x' });
      expect(await ben.next('error')).toEqual({ message: expect.stringContaining('room') });
    });

    test('/elexico: talk, hands and a host', async () => {
      const roomId = newRoom();
      const [hana, ben, cem] = [
        await guest('elexico'),
        await guest('elexico'),
        await guest('elexico'),
      ];
      hana.emit('join-room', { roomId, userId: 'hana', userName: 'H'.repeat(40) });
      expect(await hana.next('room-participants')).toEqual([]);
      ben.emit('join-room', { roomId, userId: 'ben', userName: 'Ben' });
      const asHana = { userId: 'hana', userName: 'H'.repeat(32), socketId: hana.id };
      const asBen = { userId: 'ben', userName: 'Ben', socketId: ben.id };
      expect(await ben.next('room-participants')).toEqual([asHana]);
      expect(await hana.next('user-joined')).toEqual(asBen);

      for (const signal of [OFFER, { candidate: CANDIDATE }, { renegotiate: true }]) {
        ben.emit('signal-send', { targetUserId: 'hana', userId: 'cem', signal });
        expect(await hana.next('signal-receive')).toEqual({ userId: 'ben', signal });
      }
      ben.emit('chat-message', { message: 'ä'.repeat(600), roomId, userId: 'hana', userName: 'H' });
      for (const each of [hana, ben]) {
        expect(await each.next('chat-message-received')).toEqual({
          message: 'ä'.repeat(500),
          userId: 'ben',
          userName: 'Ben',
          timestamp: expect.any(Number),
        });
      }
      ben.emit('emoji-reaction', { emoji: '👍', roomId, userId: 'hana', userName: 'H' });
      for (const each of [hana, ben]) {
        expect(await each.next('emoji-received')).toEqual({
          emoji: '👍',
          userId: 'ben',
          userName: 'Ben',
          timestamp: expect.any(Number),
        });
      }
      for (const isRaised of [true, false]) {
        ben.emit('toggle-hand', { userId: 'hana', isRaised });
        for (const each of [hana, ben]) {
          expect(await each.next('hand-raised')).toEqual({ userId: 'ben', isRaised });
        }
      }

      for (const event of ['host:mute-all', 'host:lock-meeting', 'host:unlock-meeting']) {
        ben.emit(event, { roomId });
        expect(await ben.next('error')).toEqual({ message: expect.any(String) });
      }
      ben.emit('host:remove-participant', { roomId, peerId: 'hana' });
      await ben.next('error');
      for (let time = 0; time < 2; time++) {
        hana.emit('host:mute-all', { roomId });
        expect(await ben.next('force-mute')).toEqual({
          fromHost: 'hana',
          timestamp: expect.any(Number),
        });
      }
      hana.emit('host:lock-meeting', { roomId });
      for (const each of [hana, ben]) {
        expect(await each.next('meeting-locked')).toEqual({ locked: true, byHost: 'hana' });
      }
      cem.emit('join-room', { roomId, userId: 'cem', userName: 'Cem' });
      expect(await cem.next('error')).toEqual({ message: expect.stringContaining('locked') });
      hana.emit('host:unlock-meeting', { roomId });
      expect(await ben.next('meeting-locked')).toEqual({ locked: false, byHost: 'hana' });
      cem.emit('join-room', { roomId, userId: 'cem', userName: 'Cem' });
      await cem.next('room-participants');

      hana.emit('host:remove-participant', { roomId, peerId: 'ben' });
      expect(await ben.next('removed-by-host')).toEqual({ reason: expect.any(String) });
      await ben.closed();
      expect(await cem.next('user-left')).toEqual(asBen);
      cem.emit('ping-check');
      const pong = await cem.next('pong-check');
      expect(pong).toEqual({ serverTs: expect.any(Number), instanceId: expect.any(String) });
      hana.emit('leave-room', { roomId });
      expect(await cem.next('user-left')).toEqual(asHana);
      await hana.settled();
      expect(hana.rest).not.toContain('force-mute');
    });

    test('whoever drops is gone for the others, and comes back as somebody new', async () => {
      const roomId = newRoom();
      const [ada, ben] = [await guest('elexico'), await guest('elexico')];
      ada.emit('join-room', { roomId, userId: 'ada', userName: 'Ada' });
      await ada.next('room-participants');
      for (let time = 0; time < 3; time++) {
        ben.emit('join-room', { roomId, userId: 'ben', userName: 'Ben' });
        const socketId = ben.id;
        await ben.next('room-participants');
        expect(await ada.next('user-joined')).toMatchObject({ userId: 'ben', socketId });
        ben.socket.io.engine.close();
        expect(await ada.next('user-left')).toMatchObject({ userId: 'ben', socketId });
        ben.socket.connect();
        await expect.poll(() => ben.socket.connected).toBe(true);
        expect(ben.id).not.toBe(socketId);
      }
    });
  });
}
