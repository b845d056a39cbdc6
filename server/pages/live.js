// Times in the reader's own zone, dropping a file, and a submission's progress as it moves.
for (const time of document.querySelectorAll('time'))
  time.textContent = new Date(time.dateTime).toLocaleString(undefined, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });

for (const drop of document.querySelectorAll('.drop')) {
  const input = drop.querySelector('input[type=file]');
  for (const [event, over] of [
    ['dragover', true],
    ['dragleave', false],
    ['drop', false],
  ])
    drop.addEventListener(event, (happened) => {
      happened.preventDefault();
      drop.classList.toggle('over', over);
    });
  drop.addEventListener('drop', ({ dataTransfer }) => {
    if (dataTransfer.files.length === 0) return;
    input.files = dataTransfer.files;
    input.form.requestSubmit();
  });
}

const live = document.querySelector('[data-live]');
if (live) follow(live, live.dataset.live);

function follow(element, address) {
  const show = ({ text, done, total, isOver }) => {
    if (isOver) return location.reload();
    element.querySelector('[role=status]').textContent = text;
    const bar = element.querySelector('progress');
    if (total > 0) {
      bar.max = total;
      bar.value = done;
    } else bar.removeAttribute('value');
  };
  const events = new EventSource(`${address}/events`);
  events.onmessage = ({ data }) => show(JSON.parse(data));
  // Where a proxy holds events back or cuts them off, ask instead.
  events.onerror = () => {
    events.close();
    const ask = setInterval(async () => {
      const answer = await fetch(`${address}/state`).catch(() => undefined);
      if (!answer?.ok) return;
      const state = await answer.json();
      if (state.isOver) clearInterval(ask);
      show(state);
    }, 2000);
  };
}
