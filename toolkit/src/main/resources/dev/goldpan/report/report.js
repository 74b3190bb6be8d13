'use strict';
// Pictures are in the page; they are decoded only when they come near the screen.
const seen = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      entry.target.src = entry.target.dataset.src;
      seen.unobserve(entry.target);
    }
  }
}, { rootMargin: '200px' });
document.querySelectorAll('img[data-src]').forEach(image => seen.observe(image));
