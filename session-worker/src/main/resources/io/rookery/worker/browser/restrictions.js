// What WhatsApp itself holds back from this account. Asked for when the page is ready, and when WhatsApp says that it has changed; a page that can't be asked knows of nothing.
const restrictions = (() => {
  const TIME_LOCK = { id: '23983697327930364', answer: 'xwa2_fetch_account_reachout_timelock', turn: 0, take: timeLock };
  const CAPPING = { id: '24503548349331633', answer: 'xwa2_message_capping_info', turn: 0, take: capping };
  const LONGEST_TIMER_MS = 2_147_483_647;
  const A_TIMESTAMP = 1_000_000_000; // anything above is no number of seconds that somebody is banned for
  const SAME_MS = 5_000;
  const told = new Map();
  let lock; // { until } while it holds
  let ban; // as well
  let lockEnds;

  const millis = (seconds) => Number(seconds) * 1000 || undefined;

  function tell(kind, active, more) {
    if (connection.over || deadline.passed()) return;
    const restriction = { kind, active, ...more };
    const written = JSON.stringify(restriction);
    if (told.get(kind) === written) return;
    told.set(kind, written);
    say('restricted', restriction);
  }

  async function ask(query) {
    const turn = ++query.turn;
    let answer;
    try {
      answer = (await WPP.whatsapp.MexClient.fetchQuery({ params: { id: query.id } }, {}))?.[query.answer];
    } catch {
      return; // this version of WhatsApp Web can't be asked, or the connection was lost: it is asked again then
    }
    if (answer && turn === query.turn) query.take(answer);
  }

  function timeLock({ is_active: active, time_enforcement_ends: ends }) {
    const until = millis(ends);
    lock = active && (!until || until > Date.now()) ? { until } : undefined;
    tell('time-lock', Boolean(lock), lock);
    clearTimeout(lockEnds);
    // WhatsApp need not say that it is over.
    if (until && lock) lockEnds = setTimeout(() => timeLock({ is_active: active, time_enforcement_ends: ends }), Math.min(until - Date.now() + 1, LONGEST_TIMER_MS));
  }

  function capping({ total_quota: total, used_quota: used, cycle_end_timestamp: ends, capping_status: status }) {
    const quota = Number(total);
    if (quota > 0) tell('capping', status === 'CAPPED', { until: millis(ends), used: Number(used ?? 0), quota });
    else tell('capping', false);
  }

  function banned({ expire } = {}) {
    const seconds = Number(expire) || 0;
    const until = seconds > A_TIMESTAMP ? seconds * 1000 : seconds > 0 ? Date.now() + seconds * 1000 : undefined;
    const same = ban?.until && until && Math.abs(ban.until - until) < SAME_MS; // every log-in is refused anew
    if (!same) ban = { until };
    tell('temporary-ban', true, ban);
  }

  return {
    watch() {
      WPP.whatsapp.Cmd.on('reachout_timelock_state_change', () => ask(TIME_LOCK));
      WPP.whatsapp.Cmd.on('new_chat_message_capping_state_change', () => ask(CAPPING));
    },
    /** WhatsApp lets the account in. */
    admitted() {
      ban = undefined;
      tell('temporary-ban', false);
      ask(TIME_LOCK);
      ask(CAPPING);
    },
    banned,
    /** Undefined where it is not banned. */
    ban: () => ban,
    /** Undefined where a chat may be begun. */
    newChatRefusal() {
      if (!lock || lock.until <= Date.now()) return undefined;
      return { ...refused('WHATSAPP_RESTRICTED', 'WhatsApp lets the account begin no chat for a while'), retryAt: lock.until };
    },
  };
})();
