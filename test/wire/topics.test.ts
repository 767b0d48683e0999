import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import { parseTopic, TOPICS, type TopicName, topicOf } from '../../shared/wire/topics.ts'

const anyVessel = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/).filter((id): id is VesselId => isVesselId(id))
const anyTopic = fc.constantFrom<TopicName>('birth', 'summary', 'ack', 'config')

test('the topic of a vessel of nine characters has sixteen', () => {
  assert.equal(topicOf('mv-aurora' as VesselId, 'summary'), 'wk/1/mv-aurora/s')
})

test('a topic that is built is parsed to what it was built of', () => {
  fc.assert(
    fc.property(anyVessel, anyTopic, (vessel, topic) => {
      assert.deepEqual(parseTopic(topicOf(vessel, topic)), { kind: 'ours', vessel, topic })
    }),
  )
})

test('what is not exactly a topic of this protocol is foreign', () => {
  const foreign = ['', 'wk', 'wk/1', 'wk/1/v', 'wk/1/v/x', 'wk/1/v/s/', 'wk/1//s', 'wk/1/V/s', 'wk/0/v/s', 'wk/01/v/s']
  for (const text of [...foreign, 'wk/1/+/s', 'wk/1/#', '/wk/1/v/s', '$SYS/v/s', `wk/1/${'v'.repeat(33)}/s`])
    assert.deepEqual(parseTopic(text), { kind: 'foreign' }, text)
})

test('a topic of a higher major version is named as such, whatever comes after', () => {
  assert.deepEqual(parseTopic('wk/2/mv-aurora/s'), { kind: 'newer-version', major: 2 })
  assert.deepEqual(parseTopic('wk/17/anything/else/there'), { kind: 'newer-version', major: 17 })
})

test('only the configuration is retained, and only the ack may be lost', () => {
  const names: TopicName[] = ['birth', 'summary', 'ack', 'config']
  assert.deepEqual(
    names.filter((name) => TOPICS[name].retain),
    ['config'],
  )
  assert.deepEqual(
    names.filter((name) => TOPICS[name].qos === 0),
    ['ack'],
  )
})
